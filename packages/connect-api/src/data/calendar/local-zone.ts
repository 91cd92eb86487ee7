import { msPerDay } from './hybrid-calendar.ts';

/** How far the clock on the wall is ahead of UTC at an instant, in the time zone of the process. */
function offsetMsAt(instantMs: number): number {
  return Math.round(-new Date(instantMs).getTimezoneOffset() * 60_000);
}

/** What the clock on the wall shows at an instant, in milliseconds since its own 1970-01-01T00:00. */
export function toWallMs(instantMs: number): number {
  return instantMs + offsetMsAt(instantMs);
}

/**
 * The instant at which the clock on the wall shows this time. A time that comes twice is the second one (standard
 * time); a time that is skipped is as much later.
 */
export function fromWallMs(wallMs: number): number {
  const before = offsetMsAt(wallMs - msPerDay);
  const after = offsetMsAt(wallMs + msPerDay);
  if (before === after) return wallMs - before;
  const second = wallMs - Math.min(before, after);
  return toWallMs(second) === wallMs ? second : wallMs - before;
}
