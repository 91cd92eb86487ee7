import { NotFoundError } from '@sluice/connect-api';
import type { PluginRegistry } from '../../plugins/plugin-registry.ts';
import { formatTaskId, type ConnectorType, type TaskId } from '../../states.ts';
import type { ClusterConfig } from '../../stores/config/cluster-config.ts';
import type { StatusStore } from '../../stores/status/status-store.ts';
import type { StoredStatus } from '../../stores/status/status-record.ts';
import type { TaskSpec } from '../../task-host/task-host.ts';
import type {
  ConnectorConfig,
  ConnectorInfo,
  ConnectorStatus,
  InstanceStatus,
  TaskInfo,
  TaskStatus,
} from '../herder.ts';
import { configText } from './work/stored-text.ts';

export interface ClusterViewParts {
  readonly config: () => ClusterConfig;
  readonly status: Pick<StatusStore, 'connector' | 'task' | 'tasks'>;
  readonly plugins: Pick<PluginRegistry, 'find'>;
}

/** What this worker knows of the connectors of the cluster, from its topics. */
export class ClusterView {
  readonly #parts: ClusterViewParts;

  constructor(parts: ClusterViewParts) {
    this.#parts = parts;
  }

  connectors(): string[] {
    return this.#parts.config().connectors();
  }

  /** As it is stored. @throws NotFoundError */
  configOf(name: string, otherwise = `Connector ${name} not found`): ConnectorConfig {
    const config = this.#parts.config().connectorConfig(name);
    if (config === null) throw new NotFoundError(otherwise, { code: 'CONNECTOR_NOT_FOUND' });
    return configText(config);
  }

  /** @throws NotFoundError */
  info(name: string): ConnectorInfo {
    const config = this.configOf(name);
    return { name, config, tasks: this.#parts.config().tasks(name), type: this.typeOf(name) };
  }

  /** @throws NotFoundError */
  taskInfos(name: string): TaskInfo[] {
    this.configOf(name);
    const config = this.#parts.config();
    return config.tasks(name).map((id) => ({ id, config: configText(config.taskConfig(id) ?? {}) }));
  }

  /** `unknown` where this worker does not have the plugin. */
  typeOf(name: string): ConnectorType {
    return this.#plugin(this.#parts.config().connectorConfig(name) ?? {})?.type ?? 'unknown';
  }

  /** Of the plugin that a configuration asks for; `null` where this worker does not have it. */
  versionOf(config: Readonly<Record<string, string | null>>): string | null {
    return this.#plugin(config)?.version ?? null;
  }

  /** @throws NotFoundError while nothing is known of it. */
  status(name: string, otherwise = `No status found for connector ${name}`): ConnectorStatus {
    const { status, config } = this.#parts;
    // What is left of one that was deleted goes when those who ran it have ended it.
    const connector = config().connectorConfig(name) === null ? null : status.connector(name);
    if (connector === null) throw new NotFoundError(otherwise, { code: 'STATUS_NOT_FOUND' });
    const tasks = [...status.tasks(name)].map(([id, stored]) => ({ id, ...shown(stored) }));
    return { name, connector: shown(connector), tasks, type: this.typeOf(name) };
  }

  /** @throws NotFoundError while nothing is known of it. */
  taskStatus(id: TaskId): TaskStatus {
    const { status, config } = this.#parts;
    const stored = config().connectorConfig(id.connector) === null ? null : status.task(id);
    if (stored !== null) return { id: id.task, ...shown(stored) };
    throw new NotFoundError(`No status found for task ${formatTaskId(id)}`, { code: 'STATUS_NOT_FOUND' });
  }

  /** What a task is to run with now; `null` where it is not to run. */
  taskSpec(id: TaskId): TaskSpec | null {
    const config = this.#parts.config();
    const task = config.isInconsistent(id.connector) ? null : config.taskConfig(id);
    const connector = config.appliedConfig(id.connector) ?? config.connectorConfig(id.connector);
    const targetState = config.targetState(id.connector) ?? 'STARTED';
    if (task === null || connector === null || targetState === 'STOPPED') return null;
    return { id, connectorConfig: configText(connector), taskConfig: configText(task), targetState };
  }

  #plugin(
    config: Readonly<Record<string, string | null>>,
  ): { readonly type: 'source' | 'sink'; readonly version: string } | null {
    const name = config['connector.class']?.trim() ?? '';
    const version = config['connector.plugin.version'] ?? undefined;
    const found = this.#parts.plugins.find(name, ['source', 'sink'], { version });
    if (found === undefined) return null;
    return { type: found.type as 'source' | 'sink', version: found.version };
  }
}

function shown({ state, workerId, version, trace }: StoredStatus): InstanceStatus {
  return { state, workerId, version, ...(trace === null ? {} : { trace }) };
}
