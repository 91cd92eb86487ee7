import { isDataError } from '../../../errors/recognise-error.ts';
import { LinkedMap } from '../../java/linked-map.ts';
import { isDigitAt } from '../../numbers/unicode-digits.ts';
import type { Schema, SchemaAndValue } from '../../schema.ts';
import { schemas } from '../../schemas/ready-schemas.ts';
import { SchemaBuilder } from '../../schemas/schema-builder.ts';
import { ContentIndex } from '../../content-key.ts';
import { align } from './align.ts';
import { parseInstant } from './parse-instant.ts';
import { parseNumber } from './parse-number.ts';
import { SchemaMerger } from './schema-merger.ts';
import { isBlank, TokenCursor, trimBlanks } from './token-cursor.ts';

/** What a parsing function returns when the text is not what it parses; the cursor may stand anywhere. */
const failed: unique symbol = Symbol('failed');

/** `null` stands for the literal `null`. */
type Parsed = SchemaAndValue | null | typeof failed;

/** Deeper arrays and maps are taken for plain text. */
const maxDepth = 1000;

const arrayOfUnknown = new SchemaBuilder('ARRAY').build();
const mapOfUnknown = new SchemaBuilder('MAP').build();

/**
 * Parses one text. All numbers it finds are typed numbers, for the type of an element may differ from what the
 * schema around it comes to.
 */
export class TextParser {
  readonly #cursor: TokenCursor;
  #depth = 0;

  constructor(text: string) {
    this.#cursor = new TokenCursor(text);
  }

  /** What the text is, `null` when it is the word `null`. What follows a value that was found is not looked at. */
  parse(): SchemaAndValue | null {
    const parsed = this.#value(false);
    return parsed === failed ? this.#wholeText() : parsed;
  }

  #wholeText(): SchemaAndValue {
    return { schema: schemas.string, value: this.#cursor.text };
  }

  #value(embedded: boolean): Parsed {
    const cursor = this.#cursor;
    if (cursor.atEnd) return null;
    if (embedded && cursor.take('"')) return this.#quotedString();
    if (this.#literal('null', embedded)) return null;
    if (this.#literal('true', embedded)) return { schema: schemas.boolean, value: true };
    if (this.#literal('false', embedded)) return { schema: schemas.boolean, value: false };
    const structured = this.#structured();
    return structured === failed ? this.#scalar(embedded) : structured;
  }

  /** At the top a literal must be all there is; inside, what follows is up to the array or map. */
  #literal(word: string, embedded: boolean): boolean {
    const start = this.#cursor.position;
    if (this.#cursor.take(word) && (embedded || this.#cursor.atEnd)) return true;
    this.#cursor.position = start;
    return false;
  }

  #structured(): Parsed {
    const start = this.#cursor.position;
    let parsed: Parsed = failed;
    const isArray = this.#cursor.take('[');
    if (!isArray && !this.#cursor.take('{')) return failed;
    if (this.#depth < maxDepth) {
      this.#depth += 1;
      parsed = isArray ? this.#array() : this.#map();
      this.#depth -= 1;
    }
    if (parsed === failed) this.#cursor.position = start;
    return parsed;
  }

  #scalar(embedded: boolean): Parsed {
    const token = this.#cursor.next() ?? '';
    if (isBlank(token)) return { schema: schemas.string, value: token };
    const word = trimBlanks(token);
    const startsWithDigit = isDigitAt(word, 0);
    const instant = startsWithDigit ? this.#instant(word) : null;
    if (instant !== null) return instant;
    const mayBeNumber = startsWithDigit || word.startsWith('+') || word.startsWith('-');
    const number = mayBeNumber ? parseNumber(word) : null;
    return number ?? (embedded ? failed : this.#wholeText());
  }

  /** Colons are delimiters, so a time is spread over five tokens. */
  #instant(first: string): SchemaAndValue | null {
    const start = this.#cursor.position;
    const rest = this.#cursor.nextTogether(4);
    const spread = rest === null ? null : parseInstant(first + rest);
    if (spread !== null) return spread;
    this.#cursor.position = start;
    return parseInstant(first);
  }

  /** Everything up to the closing quote; blanks directly before it, if all of a token, are lost. */
  #quotedString(): SchemaAndValue {
    let content = '';
    while (!this.#cursor.atEnd && !this.#cursor.take('"')) content += this.#cursor.next() ?? '';
    return parseInstant(content) ?? { schema: schemas.string, value: content };
  }

  #array(): Parsed {
    const cursor = this.#cursor;
    const elements: unknown[] = [];
    const merger = new SchemaMerger();
    while (!cursor.atEnd) {
      if (cursor.take(']')) return arrayOf(elements, merger.common);
      if (cursor.take(',')) return failed;
      const element = this.#value(true);
      if (element === failed) return failed;
      merger.merge(element);
      elements.push(element?.value ?? null);
      if (!this.#elementEnds()) return failed;
    }
    return failed;
  }

  #elementEnds(): boolean {
    const start = this.#cursor.position;
    if (this.#cursor.take(']')) {
      this.#cursor.position = start;
      return true;
    }
    return this.#cursor.take(',');
  }

  #map(): Parsed {
    const cursor = this.#cursor;
    const map = new ContentMap();
    const keys = new SchemaMerger();
    const values = new SchemaMerger();
    while (!cursor.atEnd) {
      if (cursor.take('}')) return mapOf(map, keys.common, values.common);
      if (cursor.take(',')) return failed;
      const key = this.#value(true);
      if (key === failed || key === null || !cursor.take(':')) return failed;
      const value = this.#value(true);
      if (value === failed) return failed;
      map.set(key.value, value?.value ?? null);
      keys.merge(key);
      values.merge(value);
      cursor.take(',');
    }
    return failed;
  }
}

function arrayOf(elements: unknown[], common: Schema | null): Parsed {
  if (common === null) return { schema: arrayOfUnknown, value: elements };
  const aligned = unlessDataError(() => elements.map((element) => align(common, element)));
  return aligned === failed ? failed : { schema: SchemaBuilder.array(common).build(), value: aligned };
}

function mapOf(map: ContentMap, keySchema: Schema | null, valueSchema: Schema | null): Parsed {
  if (keySchema === null) return { schema: mapOfUnknown, value: map.entries };
  const aligned = unlessDataError(() => {
    const result = new ContentMap();
    for (const [key, value] of map.entries) {
      result.set(align(keySchema, key), valueSchema === null ? value : align(valueSchema, value));
    }
    return result.entries;
  });
  if (aligned === failed) return failed;
  const elements = valueSchema === null ? { keySchema } : { keySchema, valueSchema };
  return { schema: new SchemaBuilder('MAP', elements).build(), value: aligned };
}

/** A map where keys of equal content are one key, and the last value of a key counts. */
class ContentMap {
  readonly entries = new LinkedMap<unknown, unknown>();
  readonly #keys = new ContentIndex();

  set(key: unknown, value: unknown): void {
    this.entries.set(this.#keys.intern(key), value);
  }
}

/** Elements that cannot be converted to the schema they have in common make no array. */
function unlessDataError<T>(convert: () => T): T | typeof failed {
  try {
    return convert();
  } catch (error) {
    if (isDataError(error)) return failed;
    throw error;
  }
}
