import type { Schema } from '../../schema.ts';
import { isStruct, type Struct } from '../../struct/struct.ts';
import { TextParser } from '../parse/text-parser.ts';
import { nullNotAllowed, unconvertible } from './numeric.ts';

/**
 * An array as it is, or the one that a text stands for (see `parseString`), its numbers as typed numbers.
 * @throws DataError when it is neither, or null.
 */
export function convertToArray(schema: Schema | null, value: unknown): unknown[] {
  const read = parsed(value);
  if (Array.isArray(read)) return read;
  throw unconvertible(schema, read, 'Schema{ARRAY}');
}

/**
 * A map as it is, or the one that a text stands for (see `parseString`), its numbers as typed numbers.
 * @throws DataError when it is neither, or null.
 */
export function convertToMap(schema: Schema | null, value: unknown): Map<unknown, unknown> {
  const read = parsed(value);
  if (read instanceof Map) return read;
  throw unconvertible(schema, read, 'Schema{MAP}');
}

/**
 * A struct as it is.
 * @throws DataError when it is none, or null.
 */
export function convertToStruct(schema: Schema | null, value: unknown): Struct {
  if ((value ?? null) === null) throw nullNotAllowed();
  if (isStruct(value)) return value;
  throw unconvertible(schema, value, 'Schema{STRUCT}');
}

function parsed(value: unknown): unknown {
  if ((value ?? null) === null) throw nullNotAllowed();
  return typeof value === 'string' && value !== '' ? (new TextParser(value).parse()?.value ?? value) : value;
}
