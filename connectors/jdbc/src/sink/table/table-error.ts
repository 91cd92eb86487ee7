import { ConnectError } from '@sluice/connect-api';

/** A table that rows cannot be written into as it is. @param remedy - the setting or the statement that mends it. */
export function tableError(problem: string, remedy: string): ConnectError {
  return new ConnectError(`${problem}. ${remedy}`, { code: 'TABLE_UNSUITABLE' });
}
