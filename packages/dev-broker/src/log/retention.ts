import type { LogSettings } from './log-settings.ts';

/** A segment as far as retention looks at it. */
export interface AgedSegment {
  readonly size: number;
  readonly maxTimestamp: number;
}

/** How many of the segments, oldest first, have to go. The last is the one that is being written. */
export function countExpiredSegments(
  segments: readonly AgedSegment[],
  settings: LogSettings,
  nowMs: number,
): number {
  if (!settings.deletesOldSegments) return 0;
  const { retentionMs, retentionBytes } = settings;
  let rest = segments.reduce((sum, { size }) => sum + size, 0);
  let count = 0;
  for (const { size, maxTimestamp } of segments) {
    const isLast = count === segments.length - 1;
    const tooOld = retentionMs >= 0 && size > 0 && nowMs - maxTimestamp > retentionMs;
    // Only old segments go for the sake of size: what is being written stays.
    const tooMuch = retentionBytes >= 0 && rest - size >= retentionBytes && !isLast;
    // Compaction may have taken all that was in it.
    const isEmptied = size === 0 && !isLast;
    if (!tooOld && !tooMuch && !isEmptied) break;
    rest -= size;
    count += 1;
  }
  return count;
}
