/** The types a schema can have; the first nine are primitive. */
export type SchemaType =
  | 'INT8'
  | 'INT16'
  | 'INT32'
  | 'INT64'
  | 'FLOAT32'
  | 'FLOAT64'
  | 'BOOLEAN'
  | 'STRING'
  | 'BYTES'
  | 'ARRAY'
  | 'MAP'
  | 'STRUCT';

/** A named slot of a STRUCT schema. */
export interface Field {
  readonly name: string;
  /** Position among the fields of its schema, from 0. */
  readonly index: number;
  readonly schema: Schema;
}

/**
 * Describes the values of a record, a field, an element, a map key or a map value. Immutable.
 *
 * Values by type: INT8, INT16, INT32, FLOAT32, FLOAT64 are `number`; INT64 is `bigint`; BOOLEAN and STRING are
 * what they are; BYTES is `Buffer`; ARRAY is an array; MAP is a `Map`; STRUCT is a {@link Struct}. The logical
 * types replace them: Decimal is a {@link Decimal}; Date, Time and Timestamp are a `Date`, which for instants beyond
 * ±8.64e15 ms, where a `Date` ends, is a {@link FarInstant}: {@link epochMsOf} reads either exactly.
 */
export interface Schema {
  readonly type: SchemaType;
  readonly optional: boolean;
  /** Used for absent values; `undefined` when there is none. */
  readonly defaultValue: unknown;
  /** Logical type or record name. */
  readonly name: string | null;
  readonly version: number | null;
  readonly doc: string | null;
  /** In insertion order; never empty, `null` instead. */
  readonly parameters: ReadonlyMap<string, string> | null;
  /** MAP only, else `null`; `null` too where no common schema was found when text was parsed. */
  readonly keySchema: Schema | null;
  /** MAP (values) and ARRAY (elements) only, else `null`; `null` too where no common schema was found. */
  readonly valueSchema: Schema | null;
  /** STRUCT only, else empty. */
  readonly fields: readonly Field[];
  /** The field of that name, `undefined` when there is none. Never throws. */
  field(name: string): Field | undefined;
  /** How messages name it: `Schema{INT32}`, with a name `Schema{my.Name:STRUCT}`. */
  toString(): string;
}

/** A value with its schema; the schema is `null` for data without one. */
export interface SchemaAndValue {
  readonly schema: Schema | null;
  readonly value: unknown;
}
