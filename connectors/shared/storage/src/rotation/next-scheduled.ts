import type { TimeZone } from '../partitioners/time-zone.ts';

/**
 * The next instant after `nowMs` that is a multiple of `intervalMs` after the midnight of its day; a day always begins
 * anew, so that the last interval of a day may be shorter.
 */
export function nextScheduledMs(nowMs: number, intervalMs: number, zone: TimeZone): number {
  const dayStartMs = zone.startOfDay(nowMs);
  const nextDayMs = zone.startOfDay(dayStartMs + 36 * 3_600_000);
  const next = dayStartMs + (Math.floor((nowMs - dayStartMs) / intervalMs) + 1) * intervalMs;
  return Math.min(next, nextDayMs);
}
