import { ConnectError, describeClass, type ConnectErrorOptions } from './connect-error.ts';
import type { ErrorCodeOf } from './error-catalogue.ts';

/** The same call may succeed later: the worker makes it again. */
export class RetriableError extends ConnectError {
  static {
    describeClass(this, 'RetriableError');
  }

  constructor(
    message: string,
    options: ConnectErrorOptions<ErrorCodeOf<'RetriableError' | 'ConnectionLostError'>> = {},
  ) {
    super(message, options);
  }
}

/** The other system cannot be reached now. */
export class ConnectionLostError extends RetriableError {
  static {
    describeClass(this, 'ConnectionLostError');
  }

  constructor(message: string, options: ConnectErrorOptions<ErrorCodeOf<'ConnectionLostError'>> = {}) {
    super(message, options);
  }
}
