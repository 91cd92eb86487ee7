import { ConnectError, ConnectionLostError } from '@sluice/connect-api';

/**
 * What is to be done about an error.
 * `lost`: connect anew. `again`: send it again later. `moved`: ask the cluster where the key is.
 * `denied`: nothing helps but other rights. `unknown`: the server has no such command. `refused`: the record is at fault.
 */
export type FaultKind = 'lost' | 'again' | 'moved' | 'denied' | 'unknown' | 'refused';

/** Words that answers begin with. */
const kinds: Readonly<Record<string, FaultKind>> = {
  LOADING: 'again',
  BUSY: 'again',
  OOM: 'again',
  READONLY: 'lost',
  MASTERDOWN: 'lost',
  CLUSTERDOWN: 'again',
  TRYAGAIN: 'again',
  NOREPLICAS: 'again',
  MISCONF: 'again',
  MOVED: 'moved',
  ASK: 'moved',
  NOAUTH: 'denied',
  WRONGPASS: 'denied',
  NOPERM: 'denied',
};

/** Answers that begin with `ERR` and are not about a record. */
const complaints: readonly (readonly [RegExp, FaultKind])[] = [
  [/^ERR unknown command/i, 'unknown'],
  [/^ERR (?:invalid password|AUTH |Client sent AUTH)/i, 'denied'],
  [/^ERR max number of clients/i, 'lost'],
];

/** An error that the server answered, in distinction to none: the driver has classes for that. */
export class ServerAnswer extends Error {
  override readonly name = 'ServerAnswer';
}

/**
 * Marks an answer as one. What the server repeats of the command is left out: it may be data, or a password.
 */
export function answerOf(error: Error): ServerAnswer {
  return new ServerAnswer(error.message.replace(/, with args beginning with:.*$/s, ''));
}

/** The first word of an answer, such as `WRONGTYPE`. */
export function answerCode(error: Error): string {
  return error.message.split(' ', 1)[0] ?? '';
}

export function faultOf(error: unknown): FaultKind {
  if (!(error instanceof ServerAnswer)) return 'lost';
  const found = complaints.find(([form]) => form.test(error.message));
  return found?.[1] ?? kinds[answerCode(error)] ?? 'refused';
}

/** The error that a task fails with; answers of Redis name no values, and credentials never. */
export function fatalError(what: string, error: Error): ConnectError {
  const kind = faultOf(error);
  if (kind === 'denied') {
    return new ConnectError(`${what}: Redis answers ${error.message}`, {
      code: 'REDIS_ACCESS_DENIED',
      cause: error,
    });
  }
  if (kind === 'moved') {
    return new ConnectError(
      `${what}: the server is a node of a cluster (${answerCode(error)}), and redis.cluster is false`,
      { code: 'REDIS_COMMAND_REFUSED', cause: error },
    );
  }
  return new ConnectError(`${what}: Redis answers ${error.message}`, {
    code: kind === 'unknown' ? 'REDIS_COMMAND_UNKNOWN' : 'REDIS_COMMAND_REFUSED',
    cause: error,
  });
}

export function lostError(where: string, cause: unknown): ConnectionLostError {
  const reason = cause instanceof Error ? cause.message || String(cause) : String(cause);
  return new ConnectionLostError(`The connection to ${where} is lost: ${reason}`, { cause });
}
