import type { SinkRecord } from '@sluice/connect-api';

/** Decides in which folder below that of its topic a record goes. */
export interface Partitioner {
  /**
   * The folder, such as `year=2026/month=11`.
   * @throws DataError when the record does not say.
   */
  folderOf(record: SinkRecord, nowMs: number): string;
  /** The time by which `rotate.interval.ms` goes; `null` is the clock on the wall. @throws DataError */
  readonly timeOf: ((record: SinkRecord) => number) | null;
  /** Whether the folder of a record depends on when it is looked at. */
  readonly usesWallClock: boolean;
}
