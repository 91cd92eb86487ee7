/** What a wait may be. */
export interface BackoffLimits {
  /** The longest, before half of it is left to chance. A minute by default. */
  readonly longestMs?: number;
  /** From 0 to 1; drawn by default. */
  readonly random?: number;
}

/**
 * The wait before something is tried again: twice as long each time, half of it random, so that those who failed together
 * do not come back together.
 * @param attempt - how often it was tried, from 1.
 */
export function backoffMs(
  initialMs: number,
  attempt: number,
  { longestMs = 60_000, random = Math.random() }: BackoffLimits = {},
): number {
  const wholeMs = Math.min(longestMs, initialMs * 2 ** Math.min(attempt - 1, 30));
  return wholeMs / 2 + (wholeMs / 2) * random;
}
