import type { PluginLogger, TaskConfig } from '@sluice/connect-api';
import type { HostedConnector, HostedTask, StateChange, TaskHost } from '../../task-host/task-host.ts';
import type { ConnectorConfig } from '../herder.ts';
import type { Lifetime } from '../../config/providers/config-resolver.ts';
import type { Watchdog } from '../../health/watchdog.ts';
import type { RestartSettings } from '../../restart/restart-settings.ts';
import type { TargetState, TaskId } from '../../states.ts';
import { ReloadTimers } from './reload-timers.ts';
import { sameTaskConfigs, storedTaskConfigs } from './task-configs.ts';

/** What a herder knows of a connector when it starts it. */
export interface ConnectorDefinition {
  readonly name: string;
  readonly config: ConnectorConfig;
  readonly taskClassName: string;
  readonly maxTasks: number;
  readonly enforceMaxTasks: boolean;
  readonly restart: RestartSettings;
}

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
interface Division {
  readonly round: number;
  readonly configs: readonly TaskConfig[];
  /** Recognises the resolved configuration they were made from. */
  readonly digest: string;
}

/**
 * One connector at work: its instance and its tasks in a host. `transition` and `divide` take as long as the
 * connector likes; everything else ends in bounded time, and is called one after the other.
 */
export class ConnectorWork {
  readonly definition: ConnectorDefinition;
  readonly #host: TaskHost;
  readonly #watchdog: Pick<Watchdog, 'watch' | 'forget'>;
  readonly #listener: WorkListener;
  readonly #log: PluginLogger;
  readonly #tasks = new Map<number, HostedTask>();
  #connector: HostedConnector | null = null;
  #taskConfigs: readonly TaskConfig[] = [];
  readonly #reloads: ReloadTimers;
  /** Of the configuration that the instance was made from; empty when it has no references. */
  #digest = '';
  #appliedDigest = '';
  #isShutDown = false;
  /** Goes up when a division that is not applied yet is out of date. */
  #round = 0;

  constructor(definition: ConnectorDefinition, parts: ConnectorWorkParts) {
    this.definition = definition;
    this.#host = parts.host;
    this.#watchdog = parts.watchdog;
    this.#listener = parts.listener;
    this.#log = parts.log;
    this.#reloads = new ReloadTimers(() => this.#listener.onExpiry());
  }

  get taskConfigs(): readonly TaskConfig[] {
    return this.#taskConfigs;
  }

  /** Has an instance built; nothing is started. */
  addConnector(): void {
    const { name, config } = this.definition;
    this.#connector = this.#host.addConnector(
      { name, config },
      {
        onState: (change) => this.#listener.onConnectorState(change),
        onReconfiguration: () => this.#listener.onReconfiguration(),
        onResolved: ({ digest, lifetimes }) => {
          this.#digest = digest;
          this.#scheduleReloads(lifetimes);
        },
      },
    );
  }

  /** @throws ConnectError when the connector could not be built or fails on the way. */
  async transition(target: TargetState): Promise<void> {
    await this.#connector?.transition(target);
  }

  /** Has the connector divide its work. @throws what it throws, ConnectError when there are too many tasks. */
  async divide(): Promise<Division> {
    const round = ++this.#round;
    const { config, taskClassName, maxTasks, enforceMaxTasks } = this.definition;
    const limit = { maxTasks, enforced: enforceMaxTasks };
    const generated = (await this.#connector?.taskConfigs(limit)) ?? [];
    return { round, configs: storedTaskConfigs(generated, taskClassName, config), digest: this.#digest };
  }

  /** Starts the tasks anew if the division changed anything and is not out of date. */
  async apply({ round, configs, digest }: Division, target: TargetState): Promise<void> {
    if (round !== this.#round || this.#connector === null) return;
    const changed = digest !== this.#appliedDigest || !sameTaskConfigs(configs, this.#taskConfigs);
    if (this.#tasks.size > 0 && !changed) return;
    await this.removeTasks();
    this.#taskConfigs = configs;
    this.#appliedDigest = digest;
    for (const task of configs.keys()) this.startTask(task, target);
  }

  startTask(task: number, targetState: TargetState): HostedTask {
    const id = { connector: this.definition.name, task };
    const taskConfig = this.#taskConfigs[task] as TaskConfig;
    const spec = { id, connectorConfig: this.definition.config, taskConfig, targetState };
    const hosted = this.#host.addTask(spec, {
      onState: (change) => this.#listener.onTaskState(id, change),
      onTopic: (topic) => this.#listener.onTopic(id, topic),
      onResolved: ({ lifetimes }) => this.#scheduleReloads(lifetimes),
    });
    this.#tasks.set(task, hosted);
    this.#watchdog.watch(id, () => hosted.read());
    return hosted;
  }

  /** Ends a task that is to be started again. */
  async stopTask(task: number): Promise<void> {
    await this.#tasks.get(task)?.stop();
  }

  setTaskTargets(target: TargetState): void {
    for (const task of this.#tasks.values()) task.setTarget(target);
  }

  /** Topics in use are to be told of anew. */
  forgetTopics(): void {
    for (const task of this.#tasks.values()) task.forgetTopics();
  }

  /** Ends the tasks and forgets their configurations. */
  async removeTasks(): Promise<void> {
    this.#round++;
    await Promise.all([...this.#tasks.values()].map((task) => task.stop()));
    for (const task of this.#tasks.keys()) this.#watchdog.forget({ connector: this.definition.name, task });
    this.#tasks.clear();
    this.#taskConfigs = [];
    this.#listener.onTasksRemoved();
  }

  /** Ends the instance; the tasks go on. */
  async shutdownConnector(): Promise<void> {
    this.#round++;
    await this.#connector?.shutdown();
    this.#connector = null;
  }

  /** Ends everything. */
  async shutdown(): Promise<void> {
    this.#log.debug({ connector: this.definition.name }, 'Stopping the connector and its tasks');
    this.#isShutDown = true;
    this.#reloads.cancel();
    await Promise.all([this.removeTasks(), this.shutdownConnector()]);
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
