import { ConnectError, type CheckFinding } from '@sluice/connect-api';
import type { ConnectorQuestion } from './connector-question.ts';

/** Asks a connector to look at the other system. */
export type SystemCheck = ConnectorQuestion;

/** `null` where the connector class has nothing to look at, or does not know how. */
export type CheckFindings = readonly CheckFinding[] | null;

export function checkTimedOut({ name, timeoutMs }: SystemCheck): ConnectError {
  return new ConnectError(
    `The check of connector ${name} did not end within ${timeoutMs / 1000} s: the other system may be out of reach`,
    { code: 'CHECK_TIMED_OUT' },
  );
}
