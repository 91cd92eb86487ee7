import { ConnectError, describeClass, type ConnectErrorOptions } from './connect-error.ts';
import type { ErrorCodeOf } from './error-catalogue.ts';
import { isDataError } from './recognise-error.ts';

/** Data does not fit its schema or cannot be converted: the record is at fault, waiting does not help. */
export class DataError extends ConnectError {
  static {
    describeClass(this, 'DataError');
  }

  /** The path of the field at fault, where it is known: see {@link nameField}. */
  field: string | null = null;

  constructor(
    message: string,
    options: ConnectErrorOptions<
      ErrorCodeOf<'DataError' | 'SchemaBuilderError' | 'SchemaProjectorError'>
    > = {},
  ) {
    super(message, options);
  }
}

/** A schema was put together wrongly. */
export class SchemaBuilderError extends DataError {
  static {
    describeClass(this, 'SchemaBuilderError');
  }

  constructor(message: string, options: ConnectErrorOptions<ErrorCodeOf<'SchemaBuilderError'>> = {}) {
    super(message, options);
  }
}

/** Data written with one schema cannot be read with the other. */
export class SchemaProjectorError extends DataError {
  static {
    describeClass(this, 'SchemaProjectorError');
  }

  constructor(message: string, options: ConnectErrorOptions<ErrorCodeOf<'SchemaProjectorError'>> = {}) {
    super(message, options);
  }
}

/** Bytes could not be made or read by a serializer of Kafka's. */
export class SerializationError extends ConnectError {
  static {
    describeClass(this, 'SerializationError');
  }

  constructor(message: string, options: ConnectErrorOptions<ErrorCodeOf<'SerializationError'>> = {}) {
    super(message, options);
  }
}

/**
 * Notes on a data error which field it is about: the field itself where it does not say yet, else what is around it,
 * so that `a` and then `b` becomes `b.a`. Other errors stay as they are. Returns the error, to be thrown on; whoever
 * reports it shows the field beside its message.
 */
export function nameField(error: unknown, field: string): unknown {
  if (isDataError(error)) error.field = (error.field ?? null) === null ? field : `${field}.${error.field}`;
  return error;
}
