import { DataError, javaClassNameOf } from '@sluice/connect-api';

/** The error for a value that has not the class its schema asks for. */
export function invalidType(type: string, value: unknown): DataError {
  return new DataError(`Invalid type for ${type}: class ${javaClassNameOf(value)}`);
}
