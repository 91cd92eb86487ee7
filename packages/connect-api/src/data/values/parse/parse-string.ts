import type { SchemaAndValue } from '../../schema.ts';
import { schemas } from '../../schemas/ready-schemas.ts';
import { settle } from './settle.ts';
import { TextParser } from './text-parser.ts';

/** What begins with a letter can be nothing else, but for the three literals; and so begins most text. */
const plainText = /^(?!(?:null|true|false)[\0- ]*$)[A-Za-z]/;

/**
 * Finds out what a text is: a boolean, the smallest number that fits, a date, time or timestamp, an array, a map;
 * what is none of them is a STRING of the whole text. The text `null` is null without a schema. Never throws.
 *
 * Numbers inside an array or map that has no schema for them are typed numbers.
 */
export function parseString(text: string | null): SchemaAndValue {
  if (text === null) return { schema: null, value: null };
  if (text.length === 0 || plainText.test(text)) return { schema: schemas.string, value: text };
  const parsed = new TextParser(text).parse();
  return parsed === null ? { schema: null, value: null } : settle(parsed);
}
