import {
  ConflictError,
  ConnectError,
  NotFoundError,
  type ConfigInfos,
  type PluginLogger,
} from '@sluice/connect-api';
import type { ConnectorValidator } from '../../config/connector-validator.ts';
import type { PluginInfo } from '../../plugins/plugin-info.ts';
import type { PluginRegistry } from '../../plugins/plugin-registry.ts';
import type { TaskHost } from '../../task-host/task-host.ts';
import { KeyedQueue } from '../../timing/keyed-queue.ts';
import type {
  ConnectorInfo,
  ConnectorStatus,
  Herder,
  PutConnectorRequest,
  PutConnectorResult,
  RestartRequest,
  ServerInfo,
  SubmittedConfig,
  TaskInfo,
  TaskStatus,
} from '../herder.ts';
import { planRestart, type RestartPlan } from '../restart-plan.ts';
import { formatTaskId, type TargetState, type TaskId } from '../states.ts';
import { StatusTable } from '../status-table.ts';
import { ConnectorWork } from '../work/connector-work.ts';

export interface StandaloneHerderParts {
  readonly serverInfo: ServerInfo;
  /** `host:port` of the REST listener, shown as `worker_id`. */
  readonly workerId: string;
  readonly plugins: PluginRegistry;
  readonly validator: ConnectorValidator;
  readonly host: TaskHost;
  readonly log: PluginLogger;
}

/** A connector of this worker. */
interface Entry {
  readonly work: ConnectorWork;
  readonly type: 'source' | 'sink';
  readonly version: string;
  target: TargetState;
}

/** The herder of a worker that stands alone: configurations and states live in memory, offsets in a file. */
export class StandaloneHerder implements Herder {
  readonly #parts: StandaloneHerderParts;
  readonly #entries = new Map<string, Entry>();
  readonly #statuses: StatusTable;
  /** Requests about one connector wait for each other, those about different connectors do not. */
  readonly #requests = new KeyedQueue();
  #ready = false;

  constructor(parts: StandaloneHerderParts) {
    this.#parts = parts;
    this.#statuses = new StatusTable(parts.workerId);
  }

  get isReady(): boolean {
    return this.#ready;
  }

  /** The connector files of the command line have been dealt with. */
  markReady(): void {
    this.#ready = true;
  }

  serverInfo(): ServerInfo {
    return this.#parts.serverInfo;
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  connectors(): Promise<readonly string[]> {
    return Promise.resolve([...this.#entries.keys()]);
  }

  async connectorInfo(name: string): Promise<ConnectorInfo> {
    const { work, type } = this.#entry(name, `Connector ${name} not found`);
    const tasks = work.taskConfigs.map((_config, task) => ({ connector: name, task }));
    return Promise.resolve({ name, config: work.definition.config, tasks, type });
  }

  async connectorStatus(name: string): Promise<ConnectorStatus> {
    const connector = this.#statuses.connector(name);
    const type = this.#entries.get(name)?.type ?? 'unknown';
    return Promise.resolve({ name, connector, tasks: this.#statuses.tasks(name), type });
  }

  async taskStatus(id: TaskId): Promise<TaskStatus> {
    return Promise.resolve({ id: id.task, ...this.#statuses.task(id) });
  }

  async taskInfos(name: string): Promise<readonly TaskInfo[]> {
    const { work } = this.#entry(name, `Connector ${name} not found`);
    return Promise.resolve(
      work.taskConfigs.map((config, task) => ({ id: { connector: name, task }, config })),
    );
  }

  async putConnector(request: PutConnectorRequest): Promise<PutConnectorResult> {
    const definition = await this.#parts.validator.define(request.name, request.config);
    return this.#requests.run(request.name, async () => {
      const { name } = request;
      const before = this.#entries.get(name);
      if (before !== undefined && !request.allowReplace) {
        throw new ConflictError(`Connector ${name} already exists`, { code: 'CONNECTOR_EXISTS' });
      }
      await before?.work.shutdown();
      if (before !== undefined) this.#statuses.removeTasks(name);
      const { type, version, ...rest } = definition;
      const target = before?.target ?? request.initialState ?? 'STARTED';
      const entry: Entry = { work: this.#newWork(rest, version), type, version, target };
      this.#entries.set(name, entry);
      await this.#startConnector(entry);
      return { created: before === undefined, info: await this.connectorInfo(name) };
    });
  }

  deleteConnector(name: string): Promise<void> {
    return this.#requests.run(name, async () => {
      const { work } = this.#entry(name, `Connector ${name} not found`);
      await work.shutdown();
      this.#entries.delete(name);
      this.#statuses.removeConnector(name);
    });
  }

  pauseConnector(name: string): Promise<void> {
    return this.#retarget(name, 'PAUSED');
  }

  resumeConnector(name: string): Promise<void> {
    return this.#retarget(name, 'STARTED');
  }

  stopConnector(name: string): Promise<void> {
    return this.#retarget(name, 'STOPPED');
  }

  restartConnector(name: string): Promise<void> {
    return this.#requests.run(name, async () => {
      const entry = this.#entry(name, `Unknown connector: ${name}`);
      await entry.work.shutdownConnector();
      await entry.work.startConnector(entry.target);
      await entry.work.configureTasks(entry.target);
    });
  }

  restartTask(id: TaskId): Promise<void> {
    return this.#requests.run(id.connector, async () => {
      const { work, target } = this.#entry(id.connector, `Unknown connector: ${id.connector}`);
      if (work.taskConfigs[id.task] === undefined) {
        throw new NotFoundError(`Task ${formatTaskId(id)} not found`, { code: 'TASK_NOT_FOUND' });
      }
      await work.restartTask(id.task, target);
    });
  }

  async restartConnectorAndTasks(request: RestartRequest): Promise<ConnectorStatus> {
    const name = request.connector;
    this.#entry(name, `Unknown connector: ${name}`);
    const plan = planRestart(request, await this.connectorStatus(name));
    void this.#requests
      .run(name, () => this.#carryOut(plan))
      .catch((error: unknown) =>
        this.#parts.log.error({ connector: name, err: error }, 'The restart failed'),
      );
    return plan.status;
  }

  plugins({ connectorsOnly }: { readonly connectorsOnly: boolean }): Promise<readonly PluginInfo[]> {
    const { plugins } = this.#parts;
    return Promise.resolve(connectorsOnly ? plugins.list(['sink', 'source']) : plugins.list());
  }

  pluginConfig(pluginName: string): ReturnType<Herder['pluginConfig']> {
    return this.#parts.validator.pluginConfig(pluginName);
  }

  validateConfig(config: SubmittedConfig): Promise<ConfigInfos> {
    return this.#parts.validator.validate(config);
  }

  /** Ends everything that runs; offsets were committed as far as that was possible in time. */
  async stop(): Promise<void> {
    await this.#requests.settled();
    await Promise.all([...this.#entries.values()].map(({ work }) => work.shutdown()));
  }

  #newWork(definition: ConnectorWork['definition'], version: string): ConnectorWork {
    const { host, log } = this.#parts;
    const { name } = definition;
    const listener: ConstructorParameters<typeof ConnectorWork>[1]['listener'] = {
      onConnectorState: (change) => this.#statuses.setConnector(name, change, version),
      onTaskState: (id, change) => this.#statuses.setTask(id, change, version),
      onReconfiguration: () => this.#reconfigure(name),
    };
    return new ConnectorWork(definition, { host, listener, log });
  }

  async #startConnector({ work, target }: Entry): Promise<void> {
    const { name } = work.definition;
    try {
      await work.startConnector(target);
    } catch (error) {
      throw new ConnectError(`Failed to transition connector ${name} to state ${target}`, {
        code: 'CONNECTOR_FAILED',
        cause: error,
      });
    }
    await work.configureTasks(target);
  }

  #retarget(name: string, target: TargetState): Promise<void> {
    return this.#requests.run(name, async () => {
      const entry = this.#entry(name, `Unknown connector ${name}`);
      entry.target = target;
      if (target === 'STOPPED') {
        await entry.work.stopTasks();
        this.#statuses.removeTasks(name);
      }
      entry.work.setTaskTargets(target);
      await entry.work.transition(target);
      await entry.work.configureTasks(target);
    });
  }

  async #carryOut({ restartConnector, tasks, status }: RestartPlan): Promise<void> {
    const entry = this.#entries.get(status.name);
    if (entry === undefined) return;
    const { work, target, version } = entry;
    if (restartConnector) {
      this.#statuses.setConnector(status.name, { state: 'RESTARTING' }, version);
      await work.shutdownConnector();
      await work.startConnector(target);
    }
    for (const task of tasks.filter((number) => work.taskConfigs[number] !== undefined)) {
      this.#statuses.setTask({ connector: status.name, task }, { state: 'RESTARTING' }, version);
      await work.restartTask(task, target);
    }
  }

  #reconfigure(name: string): void {
    void this.#requests
      .run(name, async () => {
        const entry = this.#entries.get(name);
        await entry?.work.configureTasks(entry.target);
      })
      .catch((error: unknown) =>
        this.#parts.log.error({ connector: name, err: error }, 'The tasks could not be configured anew'),
      );
  }

  #entry(name: string, otherwise: string): Entry {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new NotFoundError(otherwise, { code: 'CONNECTOR_NOT_FOUND' });
    return entry;
  }
}
