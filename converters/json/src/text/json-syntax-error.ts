import { SerializationError } from '@sluice/connect-api';

/** The text is not JSON. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
}

/**
 * What a data error about text that is not JSON has as its cause.
 * @throws the error itself when it is another one.
 */
export function syntaxErrorCause(error: unknown): SerializationError {
  if (error instanceof JsonSyntaxError) return new SerializationError(error.message, { cause: error });
  throw error;
}
