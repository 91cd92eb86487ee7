import { epochMsOf } from '../calendar/far-instant.ts';
import { logicalTypeOf } from '../logical/logical-names.ts';
import { isDecimal } from '../numbers/decimal.ts';
import { fitNumber, isNumberType, notThatNumber } from '../numbers/typed-number.ts';
import type { Schema, SchemaType } from '../schema.ts';
import { isStruct } from '../struct/struct-brand.ts';

/** What a {@link Fit} returns for a value that has not the class its schema asks for. */
export const misfit: unique symbol = Symbol('misfit');

/** Returns the value as a schema holds it, without looking into it; {@link misfit} when it is something else. */
export type Fit = (value: unknown) => unknown;

const fitBytes: Fit = (value) => {
  if (!(value instanceof Uint8Array)) return misfit;
  return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
};

const fitDecimal: Fit = (value) => (isDecimal(value) ? value : misfit);

/** A `Date` that is no instant fits no schema. */
const fitInstant: Fit = (value) =>
  value instanceof Date && !Number.isNaN(epochMsOf(value)) ? value : misfit;

const fitInt32: Fit = (value) =>
  typeof value === 'number' && (value | 0) === value ? value | 0 : fitNumberOf('INT32', value);

const fitFloat64: Fit = (value) => (typeof value === 'number' ? value : fitNumberOf('FLOAT64', value));

const fits: Readonly<Record<SchemaType, Fit>> = {
  INT8: (value) => fitNumberOf('INT8', value),
  INT16: (value) => fitNumberOf('INT16', value),
  INT32: fitInt32,
  INT64: (value) => fitNumberOf('INT64', value),
  FLOAT32: (value) => fitNumberOf('FLOAT32', value),
  FLOAT64: fitFloat64,
  BOOLEAN: (value) => (typeof value === 'boolean' ? value : misfit),
  STRING: (value) => (typeof value === 'string' ? value : misfit),
  BYTES: fitBytes,
  ARRAY: (value) => (Array.isArray(value) ? value : misfit),
  MAP: (value) => (value instanceof Map ? value : misfit),
  STRUCT: (value) => (isStruct(value) ? value : misfit),
};

function fitNumberOf(type: SchemaType, value: unknown): unknown {
  const fitted = isNumberType(type) ? fitNumber(type, value) : notThatNumber;
  return fitted === notThatNumber ? misfit : fitted;
}

/** By the type alone, whatever logical type the schema's name stands for. */
export function fitOfType(type: SchemaType): Fit {
  return fits[type];
}

/** The name of a logical type decides before the type does. */
export function fitOf(schema: Schema): Fit {
  const logicalType = logicalTypeOf(schema);
  if (logicalType === null) return fits[schema.type];
  return logicalType === 'Decimal' ? fitDecimal : fitInstant;
}
