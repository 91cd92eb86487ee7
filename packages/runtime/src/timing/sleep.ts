import { setTimeout as delay } from 'node:timers/promises';
import { longestTimerMs } from './longest-timer.ts';

/** Waits, but no longer than until the signal aborts. Never rejects. */
export async function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(Math.min(delayMs, longestTimerMs), undefined, { signal });
  } catch {
    // The signal aborted: whoever waits looks at it next.
  }
}
