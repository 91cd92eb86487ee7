export interface BackoffOptions {
  readonly initialMs: number;
  readonly maxMs: number;
  /** Between 0 and 1; Math.random when absent. */
  readonly random?: () => number;
}

const multiplier = 2;
const jitter = 0.2;

// A transaction that is being completed takes some milliseconds: its successor should not wait for much longer.
const completionMs = 20;

/** How long to wait, of a pause that failures in general demand, where the transaction before is not completed yet. */
export function completionPauseMs(failures: number, pauseMs: number): number {
  return Math.min(pauseMs, failures * completionMs);
}

/** How long to wait after the given number of failures (from 1): doubles up to the maximum, give or take a fifth. */
export function backoffMs(
  failures: number,
  { initialMs, maxMs, random = Math.random }: BackoffOptions,
): number {
  const highest = Math.max(initialMs, maxMs);
  const plain = Math.min(initialMs * multiplier ** Math.max(0, failures - 1), highest);
  const spread = 1 - jitter + 2 * jitter * random();
  return Math.min(plain * spread, highest);
}
