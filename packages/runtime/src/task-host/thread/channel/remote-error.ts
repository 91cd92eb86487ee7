import { ConnectError, errorCodeOf, isConnectError, type ErrorCode } from '@sluice/connect-api';

/** An error as it travels between threads. */
export interface RemoteError {
  readonly message: string;
  readonly code: ErrorCode;
  readonly javaClassName: string;
  readonly stack: string | undefined;
  readonly cause: RemoteError | null;
}

/** Causes may go round in circles. */
const maxCauses = 10;

/** Makes an error fit to travel; whatever was thrown, it says what. */
export function describeError(error: unknown, depth = 0): RemoteError {
  if (!(error instanceof Error)) {
    return {
      ...unnamed,
      message: String(error),
      javaClassName: 'java.lang.Throwable',
      stack: undefined,
      cause: null,
    };
  }
  const { message, stack, cause } = error;
  const known = isConnectError(error)
    ? { code: errorCodeOf(error), javaClassName: error.javaClassName }
    : { ...unnamed, javaClassName: error.name };
  const hasCause = cause !== undefined && cause !== null && depth < maxCauses;
  return { message, stack, ...known, cause: hasCause ? describeError(cause, depth + 1) : null };
}

/** The error with its causes on this side: a ConnectError of the same code, message and trace. */
export function reviveError({ message, code, javaClassName, stack, cause }: RemoteError): ConnectError {
  const error = new ConnectError(message, {
    code: code as 'UNSPECIFIED_FAILURE',
    javaClassName,
    ...(cause === null ? {} : { cause: reviveError(cause) }),
  });
  if (stack !== undefined) error.stack = stack;
  return error;
}

const unnamed = { code: 'UNSPECIFIED_FAILURE' } as const;
