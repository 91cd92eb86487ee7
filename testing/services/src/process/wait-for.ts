import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  /** Default 60 s. */
  readonly timeoutMs?: number;
  /** Between two looks; default 50 ms. */
  readonly intervalMs?: number;
}

/**
 * Looks until `look` gives something, and resolves to it; `undefined` and a rejection mean: not yet. Rejects when the
 * time is over, saying what was waited for and what the last look found.
 */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  { timeoutMs = 60_000, intervalMs = 50 }: WaitOptions = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown = 'not yet';
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`Waited ${timeoutMs} ms for ${what}: ${String(last)}`, { cause: last });
    }
    await sleep(intervalMs);
  }
}
