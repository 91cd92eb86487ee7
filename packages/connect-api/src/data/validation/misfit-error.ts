import { DataError } from '../../errors/data-errors.ts';
import { javaClassNameOf } from '../java/class-name.ts';
import { logicalTypeOf } from '../logical/logical-names.ts';
import { isNumberType } from '../numbers/typed-number.ts';
import type { Schema } from '../schema.ts';

/** Says why a value does not fit; `location` is `value`, `field: "name"` or what leads down from there. */
export function misfitError(schema: Schema, value: unknown, location: string): DataError {
  const reason = reasonOnlyHere(schema, value);
  if (reason !== null)
    return new DataError(`Invalid value: ${reason} for ${location}, schema type: ${schema.type}`);
  const named = schema.name === null ? 'schema' : `schema "${schema.name}"`;
  return new DataError(
    `Invalid Java object for ${named} with type ${schema.type}: class ${javaClassNameOf(value)} for ${location}`,
  );
}

/** Faults that only values of JavaScript can have, where the name of a Java class would explain nothing. */
function reasonOnlyHere(schema: Schema, value: unknown): string | null {
  const logicalType = logicalTypeOf(schema);
  if (logicalType !== null) {
    return logicalType !== 'Decimal' && value instanceof Date ? 'a Date that is no instant' : null;
  }
  if (!isNumberType(schema.type)) return null;
  if (typeof value === 'number') return numberReason(schema.type, value);
  return typeof value === 'bigint' && schema.type === 'INT64' ? `${value} is out of range` : null;
}

function numberReason(type: string, value: number): string {
  if (type === 'FLOAT32') return `${value} is out of range`;
  if (!Number.isInteger(value)) return `${value} is not a whole number`;
  if (type === 'INT64')
    return `${value} is beyond the integers that a number holds exactly, a bigint is needed,`;
  return `${value} is out of range`;
}
