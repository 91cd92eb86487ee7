import { formatTrace, type PluginLogger, type TaskConfig } from '@sluice/connect-api';
import type { HostedConnector, HostedTask, StateChange, TaskHost } from '../../task-host/task-host.ts';
import type { ConnectorConfig } from '../herder.ts';
import type { TargetState, TaskId } from '../states.ts';
import { checkTaskCount, sameTaskConfigs, storedTaskConfigs } from './task-configs.ts';

/** What a herder knows of a connector when it starts it. */
export interface ConnectorDefinition {
  readonly name: string;
  readonly config: ConnectorConfig;
  readonly taskClassName: string;
  readonly maxTasks: number;
  readonly enforceMaxTasks: boolean;
}

/** What a herder wants to hear of a connector and its tasks. */
export interface WorkListener {
  onConnectorState(change: StateChange): void;
  onTaskState(id: TaskId, change: StateChange): void;
  onReconfiguration(): void;
}

/**
 * One connector at work: its instance and its tasks in a host. Its methods are called one after the other.
 */
export class ConnectorWork {
  readonly definition: ConnectorDefinition;
  readonly #host: TaskHost;
  readonly #listener: WorkListener;
  readonly #log: PluginLogger;
  readonly #tasks = new Map<number, HostedTask>();
  #connector: HostedConnector | null = null;
  #taskConfigs: readonly TaskConfig[] = [];

  constructor(
    definition: ConnectorDefinition,
    parts: { host: TaskHost; listener: WorkListener; log: PluginLogger },
  ) {
    this.definition = definition;
    this.#host = parts.host;
    this.#listener = parts.listener;
    this.#log = parts.log;
  }

  get taskConfigs(): readonly TaskConfig[] {
    return this.#taskConfigs;
  }

  /** Builds the instance and brings it into its target state. @throws ConnectError when either fails. */
  async startConnector(target: TargetState): Promise<void> {
    const { name, config } = this.definition;
    this.#connector = await this.#host.addConnector(
      { name, config },
      {
        onState: (change) => this.#listener.onConnectorState(change),
        onReconfiguration: () => this.#listener.onReconfiguration(),
      },
    );
    await this.#connector.transition(target);
  }

  /** @throws ConnectError when the connector fails on the way. */
  async transition(target: TargetState): Promise<void> {
    await this.#connector?.transition(target);
  }

  /**
   * Has the connector divide its work, and starts the tasks anew if that changed anything.
   * @throws ConnectError when it does not say, or says more tasks than allowed (then it is FAILED).
   */
  async configureTasks(target: TargetState): Promise<void> {
    if (this.#connector === null || target !== 'STARTED') return;
    const { name, config, taskClassName, maxTasks, enforceMaxTasks } = this.definition;
    const generated = await this.#connector.taskConfigs(maxTasks);
    try {
      checkTaskCount(generated.length, { connector: name, maxTasks, enforced: enforceMaxTasks });
    } catch (error) {
      this.#listener.onConnectorState({ state: 'FAILED', trace: formatTrace(error) });
      throw error;
    }
    const configs = storedTaskConfigs(generated, taskClassName, config);
    if (this.#tasks.size > 0 && sameTaskConfigs(configs, this.#taskConfigs)) return;
    await this.stopTasks();
    this.#taskConfigs = configs;
    for (const task of configs.keys()) this.startTask(task, target);
  }

  startTask(task: number, targetState: TargetState): void {
    const id = { connector: this.definition.name, task };
    const taskConfig = this.#taskConfigs[task] as TaskConfig;
    const spec = { id, connectorConfig: this.definition.config, taskConfig, targetState };
    this.#tasks.set(
      task,
      this.#host.addTask(spec, { onState: (change) => this.#listener.onTaskState(id, change) }),
    );
  }

  async restartTask(task: number, target: TargetState): Promise<void> {
    await this.#tasks.get(task)?.stop();
    this.startTask(task, target);
  }

  setTaskTargets(target: TargetState): void {
    for (const task of this.#tasks.values()) task.setTarget(target);
  }

  /** Ends the tasks and forgets their configurations. */
  async stopTasks(): Promise<void> {
    await Promise.all([...this.#tasks.values()].map((task) => task.stop()));
    this.#tasks.clear();
    this.#taskConfigs = [];
  }

  /** Ends the instance; the tasks go on. */
  async shutdownConnector(): Promise<void> {
    await this.#connector?.shutdown();
    this.#connector = null;
  }

  /** Ends everything. */
  async shutdown(): Promise<void> {
    this.#log.debug({ connector: this.definition.name }, 'Stopping the connector and its tasks');
    await Promise.all([this.stopTasks(), this.shutdownConnector()]);
  }
}
