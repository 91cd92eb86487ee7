import type { PluginMetrics } from './plugin-metrics.ts';
import type { SourceOffset, SourcePartition } from '../records/source-record.ts';

/** Writes to the worker's log with the connector and task already named. Constant text, variable parts as fields. */
export interface PluginLogger {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Reads the offsets that were committed for this connector. */
export interface OffsetStorageReader {
  /** The committed offset of one source partition, `null` when there is none. */
  offset(partition: SourcePartition): Promise<SourceOffset | null>;
  /** The committed offsets of several, in the order asked for. */
  offsets(partitions: readonly SourcePartition[]): Promise<(SourceOffset | null)[]>;
}

/** What source and sink tasks have in common. */
export interface TaskContext {
  readonly connector: string;
  /** The number of the task within its connector, from 0. */
  readonly task: number;
  readonly log: PluginLogger;
  /** Metrics of its own, with the tags `connector` and `task`. */
  readonly metrics: PluginMetrics;
  /**
   * Aborted when the task is asked to stop: pass it to whatever `poll` or `put` waits for, and return soon after.
   * A task that does not return within `task.shutdown.graceful.timeout.ms` is abandoned.
   */
  readonly signal: AbortSignal;
  /**
   * The task's configuration with `${provider:path:key}` references resolved now.
   * @throws ConnectError when a config provider cannot be asked now.
   */
  configs(): Promise<Readonly<Record<string, string>>>;
}
