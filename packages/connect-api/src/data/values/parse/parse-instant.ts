import { parseIso, type IsoPattern } from '../../calendar/iso-text.ts';
import { DateSchema } from '../../logical/date-schema.ts';
import { TimeSchema } from '../../logical/time-schema.ts';
import { TimestampSchema } from '../../logical/timestamp-schema.ts';
import type { Schema, SchemaAndValue } from '../../schema.ts';

interface Form {
  readonly pattern: IsoPattern;
  readonly schema: Schema;
}

/** The length of the text alone decides which of them it may be. */
const formsByLength: ReadonlyMap<number, Form> = new Map([
  ['yyyy-MM-dd'.length, { pattern: 'date', schema: DateSchema.schema }],
  ['HH:mm:ss.SSSZ'.length, { pattern: 'time', schema: TimeSchema.schema }],
  ['yyyy-MM-ddTHH:mm:ss.SSSZ'.length, { pattern: 'timestamp', schema: TimestampSchema.schema }],
]);

const shortest = Math.min(...formsByLength.keys());

/** A text as Date, Time or Timestamp, `null` when it is none. Colons may be escaped. */
export function parseInstant(text: string): SchemaAndValue | null {
  if (text.length < shortest) return null;
  const plain = text.replaceAll(String.raw`\:`, ':');
  const form = formsByLength.get(plain.length);
  const value = form === undefined ? null : parseIso(form.pattern, plain);
  return form === undefined || value === null ? null : { schema: form.schema, value };
}
