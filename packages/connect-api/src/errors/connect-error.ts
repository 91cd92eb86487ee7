import { errorCatalogue, type ErrorCode } from './error-catalogue.ts';
import { defaultCodes, errorClasses, errorLineage, lineageOf, type ErrorClassName } from './error-class.ts';

/** What may be said of an error beside its message. */
export interface ConnectErrorOptions<C extends ErrorCode = ErrorCode> {
  /** One of the codes of the class; by default its most general one. */
  readonly code?: C;
  /** What led to this error. */
  readonly cause?: unknown;
  /** The Java class named in traces and error bodies; by default that of the code, else that of the class. */
  readonly javaClassName?: string;
}

/**
 * A failure with a stable code. By itself it is one that waiting does not help; the classes that extend it say
 * more. Recognise errors with {@link isConnectError} and its companions, not with `instanceof`: a plugin may
 * bring its own copy of this package. The message must not contain a secret.
 */
export class ConnectError extends Error {
  static {
    describeClass(this, 'ConnectError');
  }

  /** Says what to do about the failure: see {@link errorCatalogue}. */
  readonly code: ErrorCode;
  /** The Java class of this failure, e.g. `org.apache.kafka.connect.errors.DataException`. */
  readonly javaClassName: string;

  constructor(message: string, options: ConnectErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    const className = this.name as ErrorClassName;
    this.code = options.code ?? defaultCodes[className];
    this.javaClassName =
      options.javaClassName ??
      errorCatalogue[this.code].javaClassName ??
      errorClasses[className].javaClassName;
  }
}

/** Gives all errors of a class their name and the mark they are recognised by. */
export function describeClass(errorClass: { readonly prototype: Error }, name: ErrorClassName): void {
  Object.defineProperties(errorClass.prototype, {
    name: { value: name, configurable: true, writable: true },
    [errorLineage]: { value: lineageOf(name) },
  });
}
