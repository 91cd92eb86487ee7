import {
  DateSchema,
  epochMsOf,
  instantAt,
  msPerDay,
  optionalSchemas,
  schemas,
  TimeSchema,
  TimestampSchema,
  type Schema,
} from '@sluice/connect-api';
import type { DateFormat } from '../date-format/date-format.ts';
import { toUnixTime, type UnixPrecision } from './unix-time.ts';

export const targetTypes = ['string', 'unix', 'Date', 'Time', 'Timestamp'] as const;
export type TargetType = (typeof targetTypes)[number];

interface SchemaPair {
  readonly schema: Schema;
  readonly optionalSchema: Schema;
}

const targetSchemas: Readonly<Record<TargetType, SchemaPair>> = {
  string: { schema: schemas.string, optionalSchema: optionalSchemas.string },
  unix: { schema: schemas.int64, optionalSchema: optionalSchemas.int64 },
  Date: DateSchema,
  Time: TimeSchema,
  Timestamp: TimestampSchema,
};

/** The schema of timestamps of a type, optional like another schema. */
export function targetSchema(type: TargetType, { optional }: Schema): Schema {
  return optional ? targetSchemas[type].optionalSchema : targetSchemas[type].schema;
}

/** How instants are written as text and numbers. */
export interface TargetFormat {
  readonly format: DateFormat | null;
  readonly precision: UnixPrecision;
}

/** An instant as a timestamp of the type. Texts need a format. */
export function writeTimestamp(
  type: TargetType,
  instant: Date,
  { format, precision }: TargetFormat,
): unknown {
  const epochMs = epochMsOf(instant);
  switch (type) {
    case 'string':
      return format?.format(instant) ?? null;
    case 'unix':
      return toUnixTime(epochMs, precision);
    case 'Date':
      return instantAt(BigInt(epochMs) - BigInt(msOfDay(epochMs)));
    case 'Time':
      return new Date(msOfDay(epochMs));
    case 'Timestamp':
      return instant;
  }
}

function msOfDay(epochMs: number | bigint): number {
  const ms = typeof epochMs === 'number' ? epochMs % msPerDay : Number(epochMs % BigInt(msPerDay));
  return ms < 0 ? ms + msPerDay : ms;
}
