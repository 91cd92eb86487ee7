import { longestTimerMs } from './longest-timer.ts';

/** The promise's result, or `timed-out` when it is not there within the time. The promise itself goes on. */
export async function withinTime<T>(promise: Promise<T>, timeoutMs: number): Promise<T | 'timed-out'> {
  const { promise: timedOut, resolve } = Promise.withResolvers<'timed-out'>();
  const timer = setTimeout(() => resolve('timed-out'), Math.min(timeoutMs, longestTimerMs));
  try {
    return await Promise.race([promise, timedOut]);
  } finally {
    clearTimeout(timer);
  }
}
