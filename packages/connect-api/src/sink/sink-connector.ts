import type { ConfigDefinition, ConfigOf } from '../config/config-definition.ts';
import type { ConfigIssue } from '../config/config-issue.ts';
import type { ConnectorContext, ConnectorDescription, TaskConfig } from '../plugin/connector.ts';
import type { CheckContext, CheckFinding } from '../plugin/system-check.ts';
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
  /**
   * Looks at the other system before anything is started: whether it can be reached, knows the credentials, permits what
   * is needed, and has what the configuration names. Changes nothing there. Called with a configuration that `validate`
   * found good, in a task thread, without an instance; has 30 seconds. What it throws becomes a finding that failed.
   */
  check?(config: ConfigOf<D>, context: CheckContext): Promise<readonly CheckFinding[]>;
  /** By default a connector with `tasks.max` tasks, each with the connector's own configuration. */
  createConnector?(config: ConfigOf<D>, context: SinkConnectorContext): SinkConnector;
  createTask(config: ConfigOf<D>, context: SinkTaskContext): SinkTask;
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
    changes: readonly SinkOffsetChange[],
  ): Promise<boolean> | boolean;
}

/** Declares a sink connector class; returns the declaration, typed. */
export function defineSinkConnector<const D extends ConfigDefinition>(
  plugin: Omit<SinkConnectorPlugin<D>, 'kind'>,
): SinkConnectorPlugin<D> {
  return { kind: 'sink', ...plugin };
}
