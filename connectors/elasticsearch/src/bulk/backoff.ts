const longestMs = 60_000;

/**
 * The wait before a request is sent again: twice as long each time up to a minute, half of it random, so that those
 * who failed together do not come back together.
 * @param attempt - how often it was sent, from 1.
 */
export function backoffMs(initialMs: number, attempt: number, random = Math.random()): number {
  const wholeMs = Math.min(longestMs, initialMs * 2 ** Math.min(attempt - 1, 30));
  return wholeMs / 2 + (wholeMs / 2) * random;
}
