import { DataError, epochMsOf, isTypedNumber, type SinkRecord } from '@sluice/connect-api';
import { findField } from './field-value.ts';
import { parseIsoInstant } from './iso-instant.ts';

/** The time of a record in milliseconds; `null` stands for the clock on the wall. */
export type TimestampExtractor = ((record: SinkRecord) => number) | null;

/** What `timestamp.extractor` may be; also class names that end like that. */
export const extractorNames = ['Wallclock', 'Record', 'RecordField'] as const;
export type ExtractorName = (typeof extractorNames)[number];

export function timestampExtractor(name: ExtractorName, field: string): TimestampExtractor {
  switch (name) {
    case 'Wallclock':
      return null;
    case 'Record':
      return recordTime;
    case 'RecordField': {
      const path = field.split('.');
      return (record) => timeIn(findField(record, path).value, field);
    }
  }
}

function recordTime({ timestampMs }: SinkRecord): number {
  if (timestampMs === null)
    throw new DataError('The record has no timestamp, as timestamp.extractor=Record requires');
  return timestampMs;
}

function timeIn(value: unknown, field: string): number {
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return Number(epochMsOf(value));
  if (isTypedNumber(value)) return Math.trunc(Number(value.value));
  const parsed = typeof value === 'string' ? parseIsoInstant(value) : null;
  if (parsed !== null) return parsed;
  const what =
    value === null || value === undefined ? 'null' : typeof value === 'string' ? `'${value}'` : typeof value;
  throw new DataError(
    `The field '${field}' that timestamp.field names is ${what}: no number, timestamp, or text of ISO 8601`,
  );
}
