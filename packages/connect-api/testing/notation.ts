import type { NumberType } from '../src/index.ts';

/** A schema as the golden vectors write it. */
export interface SchemaNotation {
  readonly type: string;
  readonly optional?: boolean;
  readonly name?: string | null;
  readonly version?: number | null;
  readonly doc?: string | null;
  readonly parameters?: Readonly<Record<string, string>> | null;
  readonly keySchema?: SchemaNotation | null;
  readonly valueSchema?: SchemaNotation | null;
  readonly fields?: readonly { readonly name: string; readonly schema: SchemaNotation }[];
  readonly default?: ValueNotation;
}

/** A value as the golden vectors write it: null, boolean, text, an array, or an object with one key for its kind. */
export type ValueNotation =
  null | boolean | string | readonly ValueNotation[] | { readonly [kind: string]: unknown };

export interface HeaderNotation {
  readonly key: string;
  readonly schema: SchemaNotation | null;
  readonly value: ValueNotation;
}

export interface RecordNotation {
  readonly kind: 'source' | 'sink';
  readonly topic: string;
  readonly partition: number | null;
  readonly keySchema: SchemaNotation | null;
  readonly key: ValueNotation;
  readonly valueSchema: SchemaNotation | null;
  readonly value: ValueNotation;
  readonly timestamp: string | null;
  readonly headers: readonly HeaderNotation[];
  readonly offset?: string;
  readonly timestampType?: string | null;
  readonly originalTopic?: string;
  readonly originalPartition?: number;
  readonly originalOffset?: string;
}

/** `{"text": …}` for its UTF-8 bytes, `{"base64": …}` for any, `null` for a null payload. */
export type BytesNotation = { readonly text: string } | { readonly base64: string } | null;

/** What a vector says of a failure. */
export interface ErrorNotation {
  readonly class: string;
  readonly message: string | null;
  /** `false`: only that it fails matters. */
  readonly portable?: boolean;
}

/** The kinds of numbers. */
export const numberKinds: Readonly<Record<string, NumberType>> = {
  int8: 'INT8',
  int16: 'INT16',
  int32: 'INT32',
  int64: 'INT64',
  float32: 'FLOAT32',
  float64: 'FLOAT64',
};

/** Stands for an object of a class that the data model does not know. */
export class ForeignObject {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}
Object.defineProperty(ForeignObject, 'name', { value: 'java.util.UUID' });

export function isList(notation: ValueNotation): notation is readonly ValueNotation[] {
  return Array.isArray(notation);
}
