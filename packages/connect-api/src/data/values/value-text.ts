import { DataError } from '../../errors/data-errors.ts';
import { epochMsOf } from '../calendar/far-instant.ts';
import { msPerDay } from '../calendar/hybrid-calendar.ts';
import { formatIso } from '../calendar/iso-text.ts';
import { msBeyondDays } from '../calendar/whole-days.ts';
import { javaClassNameOf } from '../java/class-name.ts';
import { formatJavaText } from '../java/java-text.ts';
import { isDecimal } from '../numbers/decimal.ts';
import { isTypedNumber } from '../numbers/typed-number.ts';
import type { Schema } from '../schema.ts';
import { isStruct, type Struct } from '../struct/struct.ts';

/**
 * The text form of a value, which `parseString` reads, if not always as the same: a text as it is, bytes in base64,
 * `[1,"a",null]`, `{"a":1}`, structs like maps with their defaults. An instant is written by what it is and not by
 * its schema: before 1970-01-02 as a time of day, at midnight as a date, else as a timestamp, in the time zone of
 * the process. Null stays null.
 * @param schema - the schema of the value, `null` when there is none.
 * @throws DataError when the data model does not know the value, also inside.
 */
export function convertToString(schema: Schema | null, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : textOf(schema, value);
}

function textOf(schema: Schema | null, value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return formatJavaText(value, schema);
  if (isTypedNumber(value) || isDecimal(value)) return formatJavaText(value);
  if (value instanceof Date) return instantText(value);
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  }
  return structuredText(schema, value);
}

/** Text inside a structure: strings and bytes are quoted. */
function innerText(schema: Schema | null, value: unknown): string {
  const text = textOf(schema, value ?? null);
  return value instanceof Uint8Array ? quoted(text) : text;
}

function structuredText(schema: Schema | null, value: object): string {
  if (Array.isArray(value)) {
    return `[${value.map((element) => innerText(schema?.valueSchema ?? null, element)).join(',')}]`;
  }
  if (isStruct(value)) return structText(value);
  if (!(value instanceof Map)) {
    throw new DataError(
      `Failed to serialize unexpected value type ${javaClassNameOf(value)}: ${formatJavaText(value)}`,
    );
  }
  const entries = Array.from(value, ([key, element]) => {
    const keyText = innerText(schema?.keySchema ?? null, key);
    return `${keyText}:${innerText(schema?.valueSchema ?? null, element)}`;
  });
  return `{${entries.join(',')}}`;
}

function structText(struct: Struct): string {
  const fields = struct.schema.fields.map(
    ({ name, schema }) => `${quoted(name)}:${innerText(schema, struct.get(name))}`,
  );
  return `{${fields.join(',')}}`;
}

function instantText(instant: Date): string {
  const epochMs = epochMsOf(instant);
  if (epochMs < msPerDay) return formatIso('time', instant);
  return formatIso(msBeyondDays(epochMs) === 0 ? 'date' : 'timestamp', instant);
}

function quoted(text: string): string {
  return `"${text.replaceAll(/[\\"]/g, String.raw`\$&`)}"`;
}
