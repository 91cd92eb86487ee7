/** What a topic's configuration says about its logs. Asked for anew whenever it is needed, for it may change. */
export interface LogSettings {
  /** A segment that would become larger is given up for a new one. */
  readonly segmentBytes: number;
  /** Segments whose records are all older may go, -1 for never. */
  readonly retentionMs: number;
  /** The oldest segments may go while the rest is at least so large, -1 for never. */
  readonly retentionBytes: number;
  /** Whether segments may go at all. */
  readonly deletesOldSegments: boolean;
  /** Whether the broker puts its own time in the place of the producers'. */
  readonly usesLogAppendTime: boolean;
}
