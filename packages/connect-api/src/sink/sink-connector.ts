import type { ConfigDefinition, ConfigOf } from '../config/config-definition.ts';
import type { ConfigIssue } from '../config/config-issue.ts';
import type { ConnectorContext, ConnectorDescription, TaskConfig } from '../plugin/connector.ts';
import type { SinkTask, SinkTaskContext, TopicPartition } from './sink-task.ts';

export type SinkConnectorContext = ConnectorContext;

/** A running sink connector: divides the work. */
export interface SinkConnector {
  start?(): Promise<void> | void;
  /** At most `maxTasks` configurations, one a task. Called while the connector runs. */
  taskConfigs(maxTasks: number): Promise<readonly TaskConfig[]> | readonly TaskConfig[];
  stop?(): Promise<void> | void;
}

/** A consumer offset to be altered; `null` resets that partition. */
export interface SinkOffsetChange extends TopicPartition {
  readonly offset: number | null;
}

/** Declares a sink connector class. */
export interface SinkConnectorPlugin<
  D extends ConfigDefinition = ConfigDefinition,
> extends ConnectorDescription {
  readonly kind: 'sink';
  readonly config: D;
  /** Checks across keys, after each key was checked by itself. Nothing is started yet. */
  validate?(config: ConfigOf<D>): Promise<readonly ConfigIssue[]> | readonly ConfigIssue[];
  /** By default a connector with `tasks.max` tasks, each with the connector's own configuration. */
  createConnector?(config: ConfigOf<D>, context: SinkConnectorContext): SinkConnector;
  createTask(config: ConfigOf<D>, context: SinkTaskContext): SinkTask;
  /**
   * Called on a connector that is stopped before its offsets are altered or reset; `config` is unparsed.
   * @throws ConnectError when the change makes no sense.
   */
  alterOffsets?(
    config: Readonly<Record<string, string>>,
    changes: readonly SinkOffsetChange[],
  ): Promise<boolean> | boolean;
}

/** Declares a sink connector class; returns the declaration, typed. */
export function defineSinkConnector<const D extends ConfigDefinition>(
  plugin: Omit<SinkConnectorPlugin<D>, 'kind'>,
): SinkConnectorPlugin<D> {
  return { kind: 'sink', ...plugin };
}
