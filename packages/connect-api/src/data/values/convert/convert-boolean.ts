import type { Schema } from '../../schema.ts';
import { TextParser } from '../parse/text-parser.ts';
import { toInt64 } from './numeric.ts';

/**
 * A boolean as it is; a text that `parseString` takes for one; of other values whether `convertToInt64` makes
 * something else than 0 of them. Null stays null.
 * @param schema - the schema of the value, `null` when there is none.
 * @throws DataError when neither a boolean nor a number can be made of the value.
 */
export function convertToBoolean(schema: Schema | null, value: unknown): boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && value !== '') {
    const parsed = new TextParser(value).parse()?.value;
    if (typeof parsed === 'boolean') return parsed;
  }
  return toInt64(schema, value) !== 0n;
}
