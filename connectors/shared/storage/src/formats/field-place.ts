import { DataError, javaClassNameOf, type Schema } from '@sluice/connect-api';
import { placeOf } from '@sluice/connector-json';

export function nullNotAllowed(path: string): DataError {
  return new DataError(`${placeOf(path)} is null and may not be`);
}

export function wrongValue(path: string, schema: Schema, value: unknown): DataError {
  return new DataError(
    `${placeOf(path)} is a ${javaClassNameOf(value)}, and its schema says ${schema.toString()}`,
  );
}

/** Renames the field of an error by the path. */
export function atField(path: string, error: unknown): DataError {
  const reason = error instanceof Error ? error.message : String(error);
  return new DataError(`${placeOf(path)} cannot be written: ${reason}`, { cause: error });
}
