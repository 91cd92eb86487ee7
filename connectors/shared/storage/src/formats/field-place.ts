import { DataError, javaClassNameOf, type Schema } from '@sluice/connect-api';

/** `order.lines`, the field `lines` in `order`. */
export function innerPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

export function placeOf(path: string): string {
  return path === '' ? 'The value' : `The field '${path}'`;
}

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
