import { ConnectError, describeClass, type ConnectErrorOptions } from './connect-error.ts';
import type { ErrorCodeOf } from './error-catalogue.ts';

/** What was asked for makes no sense. */
export class BadRequestError extends ConnectError {
  static {
    describeClass(this, 'BadRequestError');
  }

  constructor(message: string, options: ConnectErrorOptions<ErrorCodeOf<'BadRequestError'>> = {}) {
    super(message, options);
  }
}

/** What was asked for does not exist. */
export class NotFoundError extends ConnectError {
  static {
    describeClass(this, 'NotFoundError');
  }

  constructor(message: string, options: ConnectErrorOptions<ErrorCodeOf<'NotFoundError'>> = {}) {
    super(message, options);
  }
}

/** What was asked for contradicts what is there. */
export class ConflictError extends ConnectError {
  static {
    describeClass(this, 'ConflictError');
  }

  constructor(message: string, options: ConnectErrorOptions<ErrorCodeOf<'ConflictError'>> = {}) {
    super(message, options);
  }
}
