import type { PluginLogger, TaskConfig } from '@sluice/connect-api';
import type { HostedTask, StateChange, TaskHost } from '../../task-host/task-host.ts';
import type { Lifetime } from '../../config/providers/config-resolver.ts';
import type { Watchdog } from '../../health/watchdog.ts';
import type { TargetState, TaskId } from '../../states.ts';
import { ConnectorInstance, type ConnectorDefinition, type DividedWork } from './connector-instance.ts';
import { HostedTasks } from './hosted-tasks.ts';
import { ReloadTimers } from './reload-timers.ts';
import { sameTaskConfigs } from './task-configs.ts';

/** What a herder wants to hear of a connector and its tasks. */
export interface WorkListener {
  onConnectorState(change: StateChange): void;
  onTaskState(id: TaskId, change: StateChange): void;
  /** A task works with this topic. */
  onTopic(id: TaskId, topic: string): void;
  /** These tasks are gone, not just stopped. */
  onTasksRemoved(): void;
  onReconfiguration(): void;
  /** Values of references ran out: the connector is to be restarted. */
  onExpiry(): void;
}

export interface ConnectorWorkParts {
  readonly host: TaskHost;
  readonly watchdog: Pick<Watchdog, 'watch' | 'forget'>;
  readonly listener: WorkListener;
  readonly log: PluginLogger;
}

/** How a connector divided its work, and when. */
interface Division extends DividedWork {
  readonly round: number;
}

/**
 * One connector at work: its instance and its tasks in a host. `transition` and `divide` take as long as the
 * connector likes; everything else ends in bounded time, and is called one after the other.
 */
export class ConnectorWork {
  readonly definition: ConnectorDefinition;
  readonly #listener: WorkListener;
  readonly #log: PluginLogger;
  readonly #instance: ConnectorInstance;
  readonly #tasks: HostedTasks;
  #taskConfigs: readonly TaskConfig[] = [];
  readonly #reloads: ReloadTimers;
  #appliedDigest = '';
  #isShutDown = false;
  /** Goes up when a division that is not applied yet is out of date. */
  #round = 0;

  constructor(definition: ConnectorDefinition, { host, watchdog, listener, log }: ConnectorWorkParts) {
    this.definition = definition;
    this.#listener = listener;
    this.#log = log;
    this.#reloads = new ReloadTimers(() => this.#listener.onExpiry());
    this.#tasks = new HostedTasks({ host, watchdog });
    this.#instance = new ConnectorInstance(definition, {
      host,
      listener: {
        onConnectorState: (change) => listener.onConnectorState(change),
        onReconfiguration: () => listener.onReconfiguration(),
        onResolved: ({ lifetimes }) => this.#scheduleReloads(lifetimes),
      },
    });
  }

  get taskConfigs(): readonly TaskConfig[] {
    return this.#taskConfigs;
  }

  /** Has an instance built; nothing is started. */
  addConnector(): void {
    this.#instance.add();
  }

  /** @throws ConnectError when the connector could not be built or fails on the way. */
  async transition(target: TargetState): Promise<void> {
    await this.#instance.transition(target);
  }

  /** Has the connector divide its work. @throws what it throws, ConnectError when there are too many tasks. */
  async divide(): Promise<Division> {
    const round = ++this.#round;
    return { round, ...(await this.#instance.divide()) };
  }

  /** Starts the tasks anew if the division changed anything and is not out of date. */
  async apply({ round, configs, digest }: Division, target: TargetState): Promise<void> {
    if (round !== this.#round || !this.#instance.isThere) return;
    const changed = digest !== this.#appliedDigest || !sameTaskConfigs(configs, this.#taskConfigs);
    if (this.#tasks.size > 0 && !changed) return;
    await this.removeTasks();
    this.#taskConfigs = configs;
    this.#appliedDigest = digest;
    for (const task of configs.keys()) this.startTask(task, target);
  }

  startTask(task: number, targetState: TargetState): HostedTask {
    const id = this.#id(task);
    const taskConfig = this.#taskConfigs[task] as TaskConfig;
    const spec = { id, connectorConfig: this.definition.config, taskConfig, targetState };
    return this.#tasks.start(spec, {
      onState: (change) => this.#listener.onTaskState(id, change),
      onTopic: (topic) => this.#listener.onTopic(id, topic),
      onResolved: ({ lifetimes }) => this.#scheduleReloads(lifetimes),
    });
  }

  /** Ends a task that is to be started again. */
  async stopTask(task: number): Promise<void> {
    await this.#tasks.stop(this.#id(task));
  }

  setTaskTargets(target: TargetState): void {
    for (const { id } of this.#tasks.specs) this.#tasks.setTarget(id, target);
  }

  /** Topics in use are to be told of anew. */
  forgetTopics(): void {
    for (const { id } of this.#tasks.specs) this.#tasks.forgetTopics(id);
  }

  /** Ends the tasks and forgets their configurations. */
  async removeTasks(): Promise<void> {
    this.#round++;
    const { specs } = this.#tasks;
    await Promise.all(specs.map(({ id }) => this.#tasks.stop(id)));
    for (const { id } of specs) this.#tasks.forget(id);
    this.#taskConfigs = [];
    this.#listener.onTasksRemoved();
  }

  /** Ends the instance; the tasks go on. */
  async shutdownConnector(): Promise<void> {
    this.#round++;
    await this.#instance.shutdown();
  }

  /** Ends everything. */
  async shutdown(): Promise<void> {
    this.#log.debug({ connector: this.definition.name }, 'Stopping the connector and its tasks');
    this.#isShutDown = true;
    this.#reloads.cancel();
    await Promise.all([this.removeTasks(), this.shutdownConnector()]);
  }

  #id(task: number): TaskId {
    return { connector: this.definition.name, task };
  }

  #scheduleReloads(lifetimes: readonly Lifetime[]): void {
    if (this.#isShutDown) return;
    this.#reloads.schedule(lifetimes);
    for (const { source, ttlMs } of lifetimes) {
      const connector = this.definition.name;
      this.#log.info({ connector, source, ttlMs }, 'The connector is restarted when these values run out');
    }
  }
}
