import type { ConfigDefinition, ConfigOf } from '../config/config-definition.ts';
import type { ConfigIssue } from '../config/config-issue.ts';
import type { OffsetStorageReader } from '../plugin/task-context.ts';
import type { ConnectorContext, ConnectorDescription, TaskConfig } from '../plugin/connector.ts';
import type { CheckContext, CheckFinding } from '../plugin/system-check.ts';
import type { SourceOffset, SourcePartition } from '../records/source-record.ts';
import type { SourceTask, SourceTaskContext } from './source-task.ts';

export interface SourceConnectorContext extends ConnectorContext {
  readonly offsetStorageReader: OffsetStorageReader;
}

/** A running source connector: watches the other system and divides the work. */
export interface SourceConnector {
  start?(): Promise<void> | void;
  /** At most `maxTasks` configurations, one a task. Called while the connector runs. */
  taskConfigs(maxTasks: number): Promise<readonly TaskConfig[]> | readonly TaskConfig[];
  stop?(): Promise<void> | void;
}

/** Offsets to be altered: `null` in place of an offset resets that partition. */
export type SourceOffsetChange = {
  readonly partition: SourcePartition | null;
  readonly offset: SourceOffset | null;
};

/** Whether a source can keep exactly-once guarantees with a configuration; `null` when it cannot tell. */
export type ExactlyOnceSupport = 'SUPPORTED' | 'UNSUPPORTED' | null;

/** Declares a source connector class. */
export interface SourceConnectorPlugin<
  D extends ConfigDefinition = ConfigDefinition,
> extends ConnectorDescription {
  readonly kind: 'source';
  readonly config: D;
  /** Checks across keys, after each key was checked by itself. Nothing is started yet. */
  validate?(config: ConfigOf<D>): Promise<readonly ConfigIssue[]> | readonly ConfigIssue[];
  /**
   * Looks at the other system before anything is started: whether it can be reached, knows the credentials, permits what
   * is needed, and has what the configuration names. Changes nothing there. Called with a configuration that `validate`
   * found good, in a task thread, without an instance; has 30 seconds. What it throws becomes a finding that failed.
   */
  check?(config: ConfigOf<D>, context: CheckContext): Promise<readonly CheckFinding[]>;
  /** By default a connector whose only task gets the connector's own configuration. */
  createConnector?(config: ConfigOf<D>, context: SourceConnectorContext): SourceConnector;
  createTask(config: ConfigOf<D>, context: SourceTaskContext): SourceTask;
  exactlyOnceSupport?(config: ConfigOf<D>): ExactlyOnceSupport;
  /** Whether tasks may define transaction boundaries themselves. */
  canDefineTransactionBoundaries?(config: ConfigOf<D>): boolean;
  /**
   * Called before offsets of a connector that is stopped, or not created yet, are altered or reset; nothing is written
   * when it throws. Runs in a task thread, without an instance, and has 85 seconds. `config` is unparsed, with
   * references resolved; when all offsets are reset, `changes` are all known partitions with `null`.
   * Returns whether the connector knows that it goes on at the changed offsets; `false` by default.
   * @throws ConnectError when the change makes no sense (`OFFSETS_CHANGE_REJECTED`), or the connector keeps its place
   * elsewhere (`OFFSETS_UNSUPPORTED`); its message is the answer.
   */
  alterOffsets?(
    config: Readonly<Record<string, string>>,
    changes: readonly SourceOffsetChange[],
  ): Promise<boolean> | boolean;
}

/** Declares a source connector class; returns the declaration, typed. */
export function defineSourceConnector<const D extends ConfigDefinition>(
  plugin: Omit<SourceConnectorPlugin<D>, 'kind'>,
): SourceConnectorPlugin<D> {
  return { kind: 'source', ...plugin };
}
