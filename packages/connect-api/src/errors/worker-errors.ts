import { ConnectError, describeClass, type ConnectErrorOptions } from './connect-error.ts';
import type { ErrorCodeOf } from './error-catalogue.ts';

/** A newer instance took over: this one must stop, and its writes do not count. */
export class FencedError extends ConnectError {
  static {
    describeClass(this, 'FencedError');
  }

  constructor(message: string, options: ConnectErrorOptions<ErrorCodeOf<'FencedError'>> = {}) {
    super(message, options);
  }
}

/** A plugin called its context in a way the worker does not allow. */
export class IllegalWorkerStateError extends ConnectError {
  static {
    describeClass(this, 'IllegalWorkerStateError');
  }

  constructor(message: string, options: ConnectErrorOptions<ErrorCodeOf<'IllegalWorkerStateError'>> = {}) {
    super(message, options);
  }
}

/** A defect of Sluice itself: something that cannot happen did. */
export class InternalError extends ConnectError {
  static {
    describeClass(this, 'InternalError');
  }

  constructor(message: string, options: ConnectErrorOptions<ErrorCodeOf<'InternalError'>> = {}) {
    super(message, options);
  }
}
