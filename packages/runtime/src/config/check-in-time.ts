import type { ConfigIssue } from '@sluice/connect-api';
import { sleep } from '../timing/sleep.ts';

const maxCheckMs = 15_000;

/** What a connector found out about the system that it works with; a system that does not answer is an issue too. */
export async function checkInTime(
  check: Promise<readonly ConfigIssue[]>,
  timeoutMs = maxCheckMs,
): Promise<readonly ConfigIssue[]> {
  const ended = new AbortController();
  const tooLate = sleep(timeoutMs, ended.signal).then((): readonly ConfigIssue[] => [
    {
      key: 'connector.class',
      message: `The system that the connector works with gave no answer within ${timeoutMs} ms`,
    },
  ]);
  try {
    return await Promise.race([check, tooLate]);
  } finally {
    ended.abort();
  }
}
