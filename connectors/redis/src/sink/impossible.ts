import { DataError } from '@sluice/connect-api';

/** There is no command for a record. */
export function impossible(message: string): DataError {
  return new DataError(message, { code: 'REDIS_COMMAND_IMPOSSIBLE' });
}
