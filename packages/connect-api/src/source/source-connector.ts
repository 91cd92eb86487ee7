import type { ConfigDefinition, ConfigOf } from '../config/config-definition.ts';
import type { ConfigIssue } from '../config/config-issue.ts';
import type { OffsetStorageReader } from '../plugin/task-context.ts';
import type { ConnectorContext, ConnectorDescription, TaskConfig } from '../plugin/connector.ts';
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
  /** By default a connector whose only task gets the connector's own configuration. */
  createConnector?(config: ConfigOf<D>, context: SourceConnectorContext): SourceConnector;
  createTask(config: ConfigOf<D>, context: SourceTaskContext): SourceTask;
  exactlyOnceSupport?(config: ConfigOf<D>): ExactlyOnceSupport;
  /** Whether tasks may define transaction boundaries themselves. */
  canDefineTransactionBoundaries?(config: ConfigOf<D>): boolean;
  /**
   * Called on a connector that is stopped before its offsets are altered or reset; `config` is unparsed.
   * Returns whether the connector knows that it reads the changed offsets.
   * @throws ConnectError when the change makes no sense.
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
