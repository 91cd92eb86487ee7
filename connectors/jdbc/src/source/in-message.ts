import { isConnectError } from '@sluice/connect-api';

/** Says in an error's message what could not be done, where it is one that is shown to people. */
export function inMessage(what: string, error: unknown): unknown {
  if (!isConnectError(error) || !(error instanceof Error)) return error;
  error.message = `${what}. ${error.message}`;
  return error;
}
