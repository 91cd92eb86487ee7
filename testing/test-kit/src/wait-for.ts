import { setTimeout as sleep } from 'node:timers/promises';

/** How long something is waited for, in milliseconds, if nothing else is said. */
export const defaultPatienceMs = 15_000;

const intervalMs = 10;

/**
 * Looks until what is looked for is there.
 * @param what - ends the sentence "waited in vain for …".
 * @param look - gives `undefined`, or throws, as long as it is not.
 * @param patienceMs - how long, in milliseconds; 15 seconds by default.
 * @throws Error with the last reason when that takes longer.
 */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  patienceMs = defaultPatienceMs,
): Promise<T> {
  const endMs = performance.now() + patienceMs;
  for (;;) {
    let reason: unknown;
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      reason = error;
    }
    if (performance.now() > endMs) {
      const because = reason instanceof Error ? `: ${reason.message}` : '';
      throw new Error(`waited ${patienceMs} ms in vain for ${what}${because}`, { cause: reason });
    }
    await sleep(intervalMs);
  }
}
