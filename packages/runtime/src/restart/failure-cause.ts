import { errorCatalogue, errorCodeOf, isConnectError } from '@sluice/connect-api';

/** Whether waiting may help: it may, it does not, or nobody knows. */
export type FailureCause = 'transient' | 'permanent' | 'unknown';

/** Causes may go round in circles. */
const maxCauses = 10;

/** What errors of the classes of our API say by what they are. */
const causeOfClass: Readonly<Record<string, FailureCause>> = {
  RetriableError: 'transient',
  ConnectionLostError: 'transient',
  ConfigError: 'permanent',
  DataError: 'permanent',
  SchemaBuilderError: 'permanent',
  SchemaProjectorError: 'permanent',
  SerializationError: 'permanent',
  FencedError: 'permanent',
  IllegalWorkerStateError: 'permanent',
};

/** Errors of Node by which another system was not reached. */
const lostConnections: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

const unknownServerError = -1;

/** Whether waiting may help with an error: the first word on it, from the error itself to what caused it. */
export function failureCauseOf(error: unknown): FailureCause {
  let next = error;
  for (let depth = 0; depth < maxCauses && next instanceof Error; depth++) {
    const cause = causeOfOne(next);
    if (cause !== 'unknown') return cause;
    next = next.cause;
  }
  return 'unknown';
}

function causeOfOne(error: Error): FailureCause {
  if (isConnectError(error)) {
    const code = errorCodeOf(error);
    if (code === 'TOO_MANY_TASKS') return 'permanent';
    // By the code, not the class: an error that came from another thread has only that.
    return causeOfClass[errorCatalogue[code].errorClass] ?? 'unknown';
  }
  if ('retriable' in error && typeof error.retriable === 'boolean') return causeOfKafka(error);
  if ('code' in error && lostConnections.has(error.code)) return 'transient';
  return error.name === 'SettingsError' ? 'permanent' : 'unknown';
}

function causeOfKafka(error: Error): FailureCause {
  if ('retriable' in error && error.retriable === true) return 'transient';
  return 'code' in error && error.code === unknownServerError ? 'unknown' : 'permanent';
}
