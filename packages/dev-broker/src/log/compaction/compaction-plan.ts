import type { LogSettings } from '../log-settings.ts';
import type { SealedSegmentFacts } from '../segment/sealed-segments.ts';

/** A sealed segment, with the offset behind its last. */
export interface CompactableSegment extends SealedSegmentFacts {
  readonly endOffset: number;
}

export interface PlanInput {
  readonly segments: readonly CompactableSegment[];
  readonly settings: LogSettings;
  readonly nowMs: number;
  /** Up to where compaction has gone. */
  readonly cleanedTo: number;
  /** Up to where it may go: before what is being written, and what is not decided yet. */
  readonly endOffset: number;
}

/** The segments that may be compacted, oldest first; none while it is not worth it. */
export function planCompaction(input: PlanInput): readonly CompactableSegment[] {
  const { settings, nowMs, cleanedTo } = input;
  const compactable = compactableOf(input);
  const dirty = compactable.filter(({ endOffset }) => endOffset > cleanedTo);
  const total = compactable.reduce((sum, { size }) => sum + size, 0);
  const dirtyBytes = dirty.reduce((sum, { size }) => sum + size, 0);
  const isOverdue = dirty.some(({ maxTimestamp }) => nowMs - maxTimestamp > settings.maxCompactionLagMs);
  const isWorthIt = dirtyBytes > 0 && (isOverdue || dirtyBytes / total >= settings.minDirtyRatio);
  return isWorthIt ? compactable : [];
}

function compactableOf({ segments, settings, nowMs, endOffset }: PlanInput): readonly CompactableSegment[] {
  const isReady = (each: CompactableSegment): boolean =>
    each.endOffset <= endOffset && nowMs - each.maxTimestamp >= settings.minCompactionLagMs;
  const firstUnready = segments.findIndex((each) => !isReady(each));
  return firstUnready === -1 ? segments : segments.slice(0, firstUnready);
}

/** Neighbours that fit into one segment together are compacted into one. */
export function groupSegments(
  segments: readonly CompactableSegment[],
  segmentBytes: number,
): readonly (readonly CompactableSegment[])[] {
  const groups: CompactableSegment[][] = [];
  let size = Infinity;
  for (const segment of segments) {
    size += segment.size;
    if (size > segmentBytes) {
      groups.push([segment]);
      size = segment.size;
    } else {
      groups.at(-1)?.push(segment);
    }
  }
  return groups;
}
