import { ConnectError, RetriableError } from '@sluice/connect-api';

/** What may pass: somebody makes room, or lets go of files. */
const passing: ReadonlySet<string | undefined> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EMFILE',
  'ENFILE',
  'EAGAIN',
  'EBUSY',
  'EIO',
  'ESTALE',
  // Somebody removed what was not complete: it is made again.
  'ENOENT',
]);

/** The error of a call of the operating system, as what it means for the task. */
export function failedWith(error: unknown, path: string, what: string): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  const text = `${path} could not be ${what}: ${code === 'ENOSPC' ? 'the disk is full' : message}`;
  if (passing.has(code)) return new RetriableError(text, { cause: error });
  return new ConnectError(text, { code: 'FILE_WRITE_FAILED', cause: error });
}
