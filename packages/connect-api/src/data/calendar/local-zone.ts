import { msPerDay } from './hybrid-calendar.ts';

/** 1900-01-01T00:00Z. What clocks showed before goes by today's standard time, as it does in Java. */
const firstKnownMs = -2_208_988_800_000;
const [winterMs, summerMs] = [Date.UTC(2025, 0), Date.UTC(2025, 6)];

function knownOffsetMs(instantMs: number): number {
  return Math.round(-new Date(instantMs).getTimezoneOffset() * 60_000);
}

/** How far the clock on the wall is ahead of UTC at an instant, in the time zone of the process. */
function offsetMsAt(instantMs: number): number {
  if (instantMs >= firstKnownMs) return knownOffsetMs(instantMs);
  return Math.min(knownOffsetMs(winterMs), knownOffsetMs(summerMs));
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
  const late = wallMs - Math.min(before, after);
  const early = wallMs - Math.max(before, after);
  if (toWallMs(late) === wallMs) return late;
  return toWallMs(early) === wallMs ? early : wallMs - before;
}
