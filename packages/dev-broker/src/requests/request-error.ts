import type { ErrorName } from '@sluice/kafka-protocol';

/** A request that cannot be granted: the client gets the code, and the message where the API has room for it. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly error: ErrorName;

  constructor(error: ErrorName, message: string) {
    super(message);
    this.error = error;
  }
}
