/** What a topic's configuration says about its logs. Asked for anew whenever it is needed, for it may change. */
export interface LogSettings {
  /** A segment that would become larger is given up for a new one. */
  readonly segmentBytes: number;
  /** A segment whose first records are older is given up for a new one with the next write. */
  readonly segmentMs: number;
  /** Segments whose records are all older may go, -1 for never. */
  readonly retentionMs: number;
  /** The oldest segments may go while the rest is at least so large, -1 for never. */
  readonly retentionBytes: number;
  /** Whether segments may go at all. */
  readonly deletesOldSegments: boolean;
  /** Whether of the records with one key only the last is kept. */
  readonly compacts: boolean;
  /** How much of a log must be new for compaction to be worth it: 0.5 is half of its bytes. */
  readonly minDirtyRatio: number;
  /** Records younger than this are not compacted. */
  readonly minCompactionLagMs: number;
  /** Segments with older records are compacted however little there is of them. */
  readonly maxCompactionLagMs: number;
  /** How long a record without a value can be read after it was compacted first. */
  readonly tombstoneRetentionMs: number;
  /** Whether the broker puts its own time in the place of the producers'. */
  readonly usesLogAppendTime: boolean;
}
