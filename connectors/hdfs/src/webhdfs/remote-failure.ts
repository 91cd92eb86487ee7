import { ConnectError, RetriableError } from '@sluice/connect-api';
import type { Answer } from './request.ts';

export interface RemoteFailure {
  /** Such as `SafeModeException`. */
  readonly exception: string;
  readonly message: string;
}

/** What waiting does not help against, with what to do about it. */
const lasting: Readonly<Record<string, string>> = {
  AccessControlException: 'Grant the user write access there',
  AuthorizationException: 'Grant the user the right to act for the other one',
  AuthenticationException: 'Give the user or the delegation token that HDFS knows',
  SecurityException: 'Give a delegation token that is valid',
  InvalidToken: 'Give a delegation token that is valid',
  NSQuotaExceededException: 'Raise the quota of names of the folder, or remove files',
  DSQuotaExceededException: 'Raise the quota of space of the folder, or remove files',
  QuotaByStorageTypeExceededException: 'Raise the quota of space of the folder, or remove files',
  UnsupportedOperationException: 'Use an HDFS of 2.7 or later',
  InvalidPathException: 'Choose topics.dir and the partitioner so that HDFS takes the names',
  IllegalArgumentException: 'Choose topics.dir and the partitioner so that HDFS takes the names',
  ParentNotDirectoryException: 'Remove the file that stands where a folder should be',
};

/** What HDFS says in its answer; `null` when it says nothing that can be understood. */
export function remoteFailureOf({ body }: Answer): RemoteFailure | null {
  try {
    const { RemoteException } = JSON.parse(body.toString()) as {
      readonly RemoteException?: { readonly exception?: string; readonly message?: string };
    };
    if (RemoteException === undefined) return null;
    const { exception = '', message = '' } = RemoteException;
    return { exception, message: message.split('\n')[0] ?? '' };
  } catch {
    return null;
  }
}

/** Whether another NameNode is to be asked. */
export function isStandby({ exception, message }: RemoteFailure): boolean {
  return exception === 'StandbyException' || message.includes('in state standby');
}

/** The error of an answer that is no success. */
export function failureOf(what: string, answer: Answer): ConnectError {
  const failure = remoteFailureOf(answer);
  const said = failure === null ? `HTTP status ${answer.status}` : `${failure.exception}: ${failure.message}`;
  const text = `HDFS did not ${what}: ${said}`;
  const quota = failure !== null && /QuotaExceeded/.test(failure.message) ? 'DSQuotaExceededException' : null;
  const remedy =
    lasting[quota ?? failure?.exception ?? ''] ??
    (answer.status === 401 ? lasting['AuthenticationException'] : undefined);
  if (remedy === undefined) return new RetriableError(text);
  return new ConnectError(`${text}. ${remedy}, then restart the task`, { code: 'TASK_FAILED' });
}
