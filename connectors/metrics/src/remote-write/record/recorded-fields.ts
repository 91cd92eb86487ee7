import { DataError, isStruct, isTypedNumber, nameField } from '@sluice/connect-api';

const numberTexts: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity,
  '+Inf': Infinity,
  '-Infinity': -Infinity,
  '-Inf': -Infinity,
};

/** A struct or a map by the names of its fields; what is not there is `null`. */
export class RecordedFields {
  readonly #get: (field: string) => unknown;

  /** @throws DataError for what is neither. */
  constructor(value: unknown) {
    if (isStruct(value)) {
      this.#get = (field) => (value.schema.field(field) === undefined ? null : value.get(field));
    } else if (value instanceof Map)
      this.#get = (field) => (value as ReadonlyMap<unknown, unknown>).get(field) ?? null;
    else throw new DataError(`A struct or a map was expected, not ${value === null ? 'null' : typeof value}`);
  }

  raw(field: string): unknown {
    return this.#get(field);
  }

  text(field: string): string | null {
    const value = this.#get(field);
    if (value === null || typeof value === 'string') return value;
    throw wrong(field, 'a text', value);
  }

  flag(field: string): boolean {
    const value = this.#get(field) ?? false;
    if (typeof value === 'boolean') return value;
    throw wrong(field, 'true or false', value);
  }

  /** JSON has no infinities: they may be texts. */
  number(field: string): number | null {
    const value = this.#get(field);
    return value === null ? null : numberIn(value, field);
  }

  requiredNumber(field: string): number {
    const value = this.number(field);
    if (value === null) throw wrong(field, 'a number', null);
    return value;
  }

  /** Milliseconds since 1970. */
  time(field: string): number | null {
    const value = this.#get(field);
    const ms = value instanceof Date ? value.getTime() : this.number(field);
    if (ms !== null && !Number.isSafeInteger(ms)) throw wrong(field, 'a time in whole milliseconds', value);
    return ms;
  }

  /** An empty list where there is none. */
  list<T>(field: string, read: (fields: RecordedFields) => T): T[] {
    return this.#items(field).map((item, index) => {
      try {
        return read(new RecordedFields(item));
      } catch (error) {
        throw nameField(error, `${field}[${index}]`);
      }
    });
  }

  numbers(field: string): number[] {
    return this.#items(field).map((item) => numberIn(item, field));
  }

  /** `null` where there is none. */
  inner<T>(field: string, read: (fields: RecordedFields) => T): T | null {
    const value = this.#get(field);
    if (value === null) return null;
    try {
      return read(new RecordedFields(value));
    } catch (error) {
      throw nameField(error, field);
    }
  }

  /** A map of texts; an empty one where there is none. */
  texts(field: string): ReadonlyMap<string, string> {
    const value = this.#get(field) ?? new Map();
    if (!(value instanceof Map)) throw wrong(field, 'a map of texts', value);
    for (const [name, text] of value) {
      if (typeof name !== 'string' || typeof text !== 'string')
        throw wrong(`${field}.${name}`, 'a text', text);
    }
    return value as ReadonlyMap<string, string>;
  }

  #items(field: string): readonly unknown[] {
    const value = this.#get(field) ?? [];
    if (!Array.isArray(value)) throw wrong(field, 'a list', value);
    return value;
  }
}

function numberIn(value: unknown, field: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (isTypedNumber(value)) return Number(value.value);
  const named = typeof value === 'string' ? numberTexts[value] : undefined;
  if (named === undefined) throw wrong(field, 'a number', value);
  return named;
}

function wrong(field: string, expected: string, value: unknown): unknown {
  const found = value === null ? 'nothing' : textOf(value);
  return nameField(new DataError(`It has to be ${expected}, and is ${found}`), field);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return `the text ${value.slice(0, 40)}`;
  const isPlain = typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
  return isPlain ? `${typeof value} ${value}` : typeof value;
}
