import type { PluginDescription } from './plugin-description.ts';
import type { PluginMetrics } from './plugin-metrics.ts';
import type { PluginLogger } from './task-context.ts';

/** The configuration of one task, as it is stored. */
export type TaskConfig = Readonly<Record<string, string>>;

/** What a connector may ask of the worker. */
export interface ConnectorContext {
  readonly connector: string;
  readonly log: PluginLogger;
  /** Metrics of its own, with the tag `connector`. */
  readonly metrics: PluginMetrics;
  /** Aborted when the connector is asked to stop. */
  readonly signal: AbortSignal;
  /**
   * The connector's configuration, all of it, with `${provider:path:key}` references resolved now.
   * @throws ConnectError when a config provider cannot be asked now.
   */
  configs(): Promise<Readonly<Record<string, string>>>;
  /**
   * Has `taskConfigs` called again, for example because a table appeared.
   * @throws ConnectError when this instance has been shut down.
   */
  requestTaskReconfiguration(): void;
  /**
   * Fails the connector; its tasks keep running.
   * @throws ConnectError when this instance has been shut down.
   */
  raiseError(error: unknown): void;
}

export interface ConnectorDescription extends PluginDescription {
  /** The class name shown as `task.class` in stored task configurations. */
  readonly taskClassName: string;
}
