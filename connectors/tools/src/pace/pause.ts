import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, until the signal aborts at the latest. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(durationMs, null, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
