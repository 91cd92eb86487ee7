import { DataError } from '../../errors/data-errors.ts';
import type { Schema } from '../schema.ts';
import { schemaEquals } from '../schemas/schema-equality.ts';
import type { StructValue } from '../struct/struct-brand.ts';
import { fitOf, misfit } from './fit.ts';
import { misfitError } from './misfit-error.ts';

/**
 * Checks a value and returns it as the schema holds it: the very same object unless something in it had to be
 * changed. Compiled once per schema.
 */
export type Accept = (value: unknown, location: string) => unknown;

/** Takes a value that is not null and has the right class. */
type AcceptContent = (value: unknown, location: string) => unknown;

const accepts = new WeakMap<Schema, Accept>();

/** The check of a schema, compiled when first asked for. */
export function acceptOf(schema: Schema): Accept {
  let accept = accepts.get(schema);
  if (accept === undefined) {
    accept = compile(schema);
    accepts.set(schema, accept);
  }
  return accept;
}

/**
 * Checks that the value, deeply, is one of the schema, and returns it as the schema holds it: INT64 as `bigint`,
 * bytes as `Buffer`, FLOAT32 rounded to 32 bits, typed numbers as plain ones, `undefined` as null. Arrays and maps
 * are copied only when something in them changes.
 *
 * An integral `number` up to 2^53 is accepted for an INT64; beyond, and where a `number` is out of the range of
 * its type or fractional without reason, it is an error: nothing is changed silently.
 * @param field - the name of the field the value is for, named in errors.
 * @throws DataError when the value does not fit; the message says where.
 */
export function acceptValue(schema: Schema, value: unknown, field?: string): unknown {
  return acceptOf(schema)(value, field === undefined ? 'value' : fieldLocation(field));
}

/**
 * Checks like {@link acceptValue}.
 * @throws DataError when the value does not fit; the message says where.
 */
export function validateValue(schema: Schema, value: unknown, field?: string): void {
  acceptValue(schema, value, field);
}

/** How errors name a field. */
export function fieldLocation(name: string): string {
  return `field: "${name}"`;
}

/** The error for a null where none is allowed. */
export function missingValueError(schema: Schema, location: string): DataError {
  return new DataError(`Invalid value: null used for required ${location}, schema type: ${schema.type}`);
}

function compile(schema: Schema): Accept {
  const { optional } = schema;
  const fit = fitOf(schema);
  const acceptContent = contentOf(schema);
  return (value, location) => {
    if (value === null || value === undefined) {
      if (optional) return null;
      throw missingValueError(schema, location);
    }
    const fitted = fit(value);
    if (fitted === misfit) throw misfitError(schema, value, location);
    return acceptContent === null ? fitted : acceptContent(fitted, location);
  };
}

function contentOf(schema: Schema): AcceptContent | null {
  switch (schema.type) {
    case 'ARRAY':
      return arrayContent(schema);
    case 'MAP':
      return mapContent(schema);
    case 'STRUCT':
      return structContent(schema);
    default:
      return null;
  }
}

function arrayContent({ valueSchema }: Schema): AcceptContent {
  const acceptElement = elementAccept(valueSchema);
  return (value, location) =>
    acceptElements(value as unknown[], acceptElement, `element of array ${location}`);
}

function acceptElements(elements: unknown[], accept: Accept | null, location: string): unknown[] {
  if (accept === null) throw noSchemaError(location);
  let accepted = elements;
  for (let index = 0; index < elements.length; index += 1) {
    const element = accept(elements[index], location);
    if (accepted !== elements) accepted.push(element);
    else if (!Object.is(element, elements[index])) accepted = [...elements.slice(0, index), element];
  }
  return accepted;
}

function mapContent({ keySchema, valueSchema }: Schema): AcceptContent {
  const acceptKey = elementAccept(keySchema);
  const acceptMapValue = elementAccept(valueSchema);
  return (value, location) => {
    const keyLocation = `key of map ${location}`;
    const valueLocation = `value of map ${location}`;
    if (acceptKey === null) throw noSchemaError(keyLocation);
    if (acceptMapValue === null) throw noSchemaError(valueLocation);
    return acceptEntries(
      value as Map<unknown, unknown>,
      (key) => acceptKey(key, keyLocation),
      (mapValue) => acceptMapValue(mapValue, valueLocation),
    );
  };
}

function acceptEntries(
  map: Map<unknown, unknown>,
  acceptKey: (key: unknown) => unknown,
  acceptMapValue: (value: unknown) => unknown,
): Map<unknown, unknown> {
  const entries: [unknown, unknown][] = [];
  let changed = false;
  for (const [key, value] of map) {
    const entry: [unknown, unknown] = [acceptKey(key), acceptMapValue(value)];
    changed ||= !Object.is(entry[0], key) || !Object.is(entry[1], value);
    entries.push(entry);
  }
  return changed ? new Map(entries) : map;
}

function structContent(schema: Schema): AcceptContent {
  return (value) => {
    const struct = value as StructValue;
    if (!schemaEquals(struct.schema, schema)) throw new DataError('Struct schemas do not match.');
    struct.validate();
    return struct;
  };
}

/** Compiled when first used: a schema may hold itself. */
function elementAccept(schema: Schema | null): Accept | null {
  return schema === null ? null : (value, location) => acceptOf(schema)(value, location);
}

function noSchemaError(location: string): DataError {
  return new DataError(`No schema defined for ${location}`);
}
