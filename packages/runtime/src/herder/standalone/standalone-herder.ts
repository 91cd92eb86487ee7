import {
  ConflictError,
  ConnectError,
  NotFoundError,
  type ConfigInfos,
  type PluginLogger,
} from '@sluice/connect-api';
import type { ConnectorValidator, ValidConnector } from '../../config/connector-validator.ts';
import type { PluginRegistry } from '../../plugins/plugin-registry.ts';
import type { TaskHost } from '../../task-host/task-host.ts';
import type { WorkCare } from '../../metrics/worker/work-care.ts';
import type { HealthLimits } from '../../health/judge-progress.ts';
import { Watchdog } from '../../health/watchdog.ts';
import { failureCauseOf } from '../../restart/failure-cause.ts';
import { Restarts, type RestartSubject } from '../../restart/restarts.ts';
import { KeyedQueue } from '../../timing/keyed-queue.ts';
import { checkConnector, type ConnectorCheck } from '../check/connector-check.ts';
import type { ClusterInfo } from '../cluster-info.ts';
import { connectorHealth } from '../connector-health.ts';
import type { ConnectorOffsets } from '../offsets/connector-offsets.ts';
import type { OffsetsOwner } from '../offsets/offset-access.ts';
import { refuseNothing, refuseUnstopped } from '../offsets/offset-errors.ts';
import type { ConnectorOffset } from '../offsets/offset-json.ts';
import type {
  ConnectorHealth,
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
import { patchConfig } from '../patch-config.ts';
import { planRestart, type RestartPlan } from '../restart-plan.ts';
import { formatTaskId, type TargetState, type TaskId } from '../../states.ts';
import { StatusTable } from '../status-table.ts';
import type { TopicTracking } from '../../topics-in-use/topic-tracking.ts';
import { ConnectorWork, type WorkListener } from '../work/connector-work.ts';
import { connectorInfoOf, ownerOf, type Entry, type Started } from './entry.ts';
import { refusedAlone, standingAlone } from './standing-alone.ts';

export interface StandaloneHerderParts {
  readonly serverInfo: ServerInfo;
  /** `host:port` of the REST listener, shown as `worker_id`. */
  readonly workerId: string;
  readonly plugins: PluginRegistry;
  readonly validator: ConnectorValidator;
  readonly host: TaskHost;
  readonly topics: TopicTracking;
  readonly offsets: ConnectorOffsets;
  readonly health: HealthLimits;
  readonly log: PluginLogger;
}

/** The herder of a worker that stands alone: configurations and states live in memory, offsets in a file. */
export class StandaloneHerder implements Herder {
  readonly #parts: StandaloneHerderParts;
  readonly #entries = new Map<string, Entry>();
  readonly #statuses: StatusTable;
  readonly #restarts: Restarts;
  readonly #watchdog: Watchdog;
  /** Requests about one connector wait for each other, those about different connectors do not. */
  readonly #requests = new KeyedQueue();
  #ready = false;
  #stopping = false;

  constructor(parts: StandaloneHerderParts) {
    this.#parts = parts;
    this.#statuses = new StatusTable(parts.workerId);
    this.#watchdog = new Watchdog(parts.health, parts.log);
    this.#restarts = new Restarts({ restart: (subject) => this.#restart(subject), log: parts.log });
  }

  /** Requests do not wait for what else the worker does. */
  readonly stage = null;

  get isReady(): boolean {
    return this.#ready;
  }

  /** The connector files of the command line have been dealt with. */
  markReady(): void {
    this.#ready = true;
  }

  /** What metrics tell of connectors and tasks beside what they do. */
  get care(): WorkCare {
    return {
      watchdog: this.#watchdog,
      restarts: this.#restarts,
      connectorState: (name) => this.#statuses.connectorState(name),
      taskState: (id) => this.#statuses.taskState(id),
    };
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
    return Promise.resolve(connectorInfoOf(this.#entry(name, `Connector ${name} not found`)));
  }

  async connectorStatus(name: string): Promise<ConnectorStatus> {
    return Promise.resolve(this.#statusOf(name));
  }

  async taskStatus(id: TaskId): Promise<TaskStatus> {
    return Promise.resolve({ id: id.task, ...this.#statuses.task(id) });
  }

  async connectorHealth(name: string): Promise<ConnectorHealth> {
    const { work } = this.#entry(name, `No status found for connector ${name}`);
    const statuses = this.#statuses.tasks(name);
    const parts = { restarts: this.#restarts, watchdog: this.#watchdog, statuses };
    return Promise.resolve(connectorHealth(work.definition, parts));
  }

  async taskInfos(name: string): Promise<readonly TaskInfo[]> {
    const { work } = this.#entry(name, `Connector ${name} not found`);
    return Promise.resolve(
      work.taskConfigs.map((config, task) => ({ id: { connector: name, task }, config })),
    );
  }

  async activeTopics(name: string): Promise<readonly string[]> {
    return Promise.resolve(this.#parts.topics.of(name));
  }

  async resetActiveTopics(name: string): Promise<void> {
    this.#parts.topics.reset(name);
    this.#entries.get(name)?.work.forgetTopics();
    return Promise.resolve();
  }

  async putConnector(request: PutConnectorRequest): Promise<PutConnectorResult> {
    const { initialOffsets } = request;
    if (initialOffsets !== undefined) refuseNothing(initialOffsets);
    const definition = await this.#parts.validator.define(request.name, request.config);
    const { entry, created, started, offsetsStatus } = await this.#inTurn(request.name, async () => {
      const before = this.#entries.get(request.name);
      if (before !== undefined && (!request.allowReplace || initialOffsets !== undefined)) {
        throw new ConflictError(`Connector ${request.name} already exists`, { code: 'CONNECTOR_EXISTS' });
      }
      const offsetsStatus = initialOffsets && (await this.#parts.offsets.replace(definition, initialOffsets));
      const { entry, started } = await this.#replace(definition, request.initialState ?? 'STARTED');
      return { entry, created: before === undefined, started, offsetsStatus };
    });
    await started;
    const status = offsetsStatus === undefined ? {} : { offsetsStatus };
    return { created, info: connectorInfoOf(entry), ...status };
  }

  async patchConnectorConfig(name: string, patch: SubmittedConfig): Promise<ConnectorInfo> {
    const { entry, started } = await this.#inTurn(name, async () => {
      const { work, target } = this.#entry(name, `Connector ${name} not found`);
      const patched = patchConfig(work.definition.config, patch);
      return this.#replace(await this.#parts.validator.define(name, patched), target);
    });
    await started;
    return connectorInfoOf(entry);
  }

  deleteConnector(name: string): Promise<void> {
    return this.#inTurn(name, async () => {
      const { work } = this.#entry(name, `Connector ${name} not found`);
      await work.shutdown();
      this.#entries.delete(name);
      this.#restarts.forgetConnector(name);
      this.#statuses.removeConnector(name);
      this.#parts.topics.forget(name);
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
    this.#restarts.forget({ connector: name, part: 'connector' });
    this.#restarts.forget({ connector: name, part: 'division' });
    return this.#restartConnector(name);
  }

  restartTask(id: TaskId): Promise<void> {
    this.#restarts.forget({ connector: id.connector, part: id.task });
    return this.#restartTask(id);
  }

  async #restartConnector(name: string): Promise<void> {
    const { started } = await this.#inTurn(name, async () => {
      const entry = this.#entry(name, `Unknown connector: ${name}`);
      await entry.work.shutdownConnector();
      entry.work.addConnector();
      return { started: this.#follow(entry) };
    });
    await started;
  }

  async #restartTask(id: TaskId): Promise<void> {
    const { built } = await this.#inTurn(id.connector, async () => {
      const { work, target } = this.#entry(id.connector, `Unknown connector: ${id.connector}`);
      if (work.taskConfigs[id.task] === undefined) {
        throw new NotFoundError(`Task ${formatTaskId(id)} not found`, { code: 'TASK_NOT_FOUND' });
      }
      await work.stopTask(id.task);
      return work.startTask(id.task, target);
    });
    try {
      await built;
    } catch (cause) {
      throw new ConnectError(`Failed to start task: ${formatTaskId(id)}`, {
        code: 'TASK_START_FAILED',
        cause,
      });
    }
  }

  async restartConnectorAndTasks(request: RestartRequest): Promise<ConnectorStatus> {
    const name = request.connector;
    const { version } = this.#entry(name, `Unknown connector: ${name}`);
    const plan = planRestart(request, this.#statusOf(name, `Status for connector ${name} not found`));
    // From now on, so that nobody who was answered takes the state before for the outcome.
    this.#showRestarting(plan, version);
    this.#inBackground(
      name,
      this.#inTurn(name, () => this.#carryOut(plan)),
    );
    return Promise.resolve(plan.status);
  }

  async connectorOffsets(name: string): Promise<readonly ConnectorOffset[]> {
    const owner = ownerOf(this.#entry(name, `Connector ${name} not found`));
    return this.#parts.offsets.list(owner);
  }

  async alterConnectorOffsets(name: string, offsets: readonly ConnectorOffset[]): Promise<string> {
    refuseNothing(offsets);
    return this.#whileStopped(name, (owner) => this.#parts.offsets.alter(owner, offsets));
  }

  resetConnectorOffsets(name: string): Promise<string> {
    return this.#whileStopped(name, (owner) => this.#parts.offsets.reset(owner));
  }

  onBehalfOf(): Herder {
    return this;
  }

  clusterInfo(): Promise<ClusterInfo> {
    return Promise.resolve(standingAlone(this.#parts.workerId, this.#entries.values()));
  }

  putTaskConfigs(): Promise<void> {
    return refusedAlone('externally setting task configurations');
  }

  fenceTasks(): Promise<void> {
    return refusedAlone('exactly-once source connectors');
  }

  plugins({ connectorsOnly }: { readonly connectorsOnly: boolean }): ReturnType<Herder['plugins']> {
    const { plugins } = this.#parts;
    return Promise.resolve(connectorsOnly ? plugins.list(['sink', 'source']) : plugins.list());
  }

  brokenPlugins(): ReturnType<Herder['brokenPlugins']> {
    return Promise.resolve(this.#parts.plugins.broken());
  }

  pluginConfig(pluginName: string, version?: string): ReturnType<Herder['pluginConfig']> {
    return this.#parts.validator.pluginConfig(pluginName, version);
  }

  validateConfig(config: SubmittedConfig): Promise<ConfigInfos> {
    return this.#parts.validator.validate(config);
  }

  checkConnector(config: SubmittedConfig): Promise<ConnectorCheck> {
    return checkConnector(config, this.#parts);
  }

  /** Ends everything that runs; offsets were committed as far as that was possible in time. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#restarts.close();
    this.#watchdog.close();
    const names = [...this.#entries.keys()];
    await Promise.all(
      names.map((name) => this.#requests.run(name, async () => this.#entries.get(name)?.work.shutdown())),
    );
  }

  /** Carries out a request when those before it about the same connector are done. */
  #inTurn<T>(name: string, request: () => Promise<T>): Promise<T> {
    return this.#requests.run(name, () => {
      if (this.#stopping) throw new ConnectError('Worker is shutting down', { code: 'WORKER_STOPPING' });
      return request();
    });
  }

  /** Nothing of the connector can be resumed meanwhile. */
  #whileStopped(name: string, action: (owner: OffsetsOwner) => Promise<string>): Promise<string> {
    return this.#inTurn(name, () => {
      const entry = this.#entry(name, `Connector ${name} not found`);
      refuseUnstopped(name, entry.target, entry.work.taskConfigs.length);
      return action(ownerOf(entry));
    });
  }

  /** In the place of what runs under this name, if anything does; its target state is kept then. */
  async #replace(definition: ValidConnector, initialState: TargetState): Promise<Started> {
    const before = this.#entries.get(definition.name);
    await before?.work.shutdown();
    this.#restarts.forgetConnector(definition.name);
    const entry = this.#register(definition, before?.target ?? initialState);
    return { entry, started: this.#start(entry) };
  }

  #register({ type, version, ...definition }: ValidConnector, target: TargetState): Entry {
    const { name } = definition;
    const listener: WorkListener = {
      onConnectorState: (change) => {
        this.#statuses.setConnector(name, change, version);
        this.#restarts.changed({ connector: name, part: 'connector' }, change, definition.restart);
      },
      onTaskState: (id, change) => {
        this.#statuses.setTask(id, change, version);
        this.#restarts.changed({ connector: name, part: id.task }, change, definition.restart);
      },
      onTopic: (id, topic) => this.#parts.topics.noticed(id, topic),
      onTasksRemoved: () => {
        this.#statuses.removeTasks(name);
        this.#restarts.forgetTasks(name);
      },
      onReconfiguration: () => this.#inBackground(name, this.#configureTasks(entry)),
      onExpiry: () => this.#inBackground(name, this.#restartConnector(name)),
    };
    const { host, log } = this.#parts;
    const work = new ConnectorWork(definition, { host, watchdog: this.#watchdog, listener, log });
    const entry: Entry = { work, type, version, target };
    this.#entries.set(name, entry);
    work.addConnector();
    return entry;
  }

  async #start(entry: Entry): Promise<void> {
    const { name } = entry.work.definition;
    const { target } = entry;
    try {
      await entry.work.transition(target);
    } catch (cause) {
      throw new ConnectError(`Failed to transition connector ${name} to state ${target}`, {
        code: 'CONNECTOR_FAILED',
        cause,
      });
    }
    await this.#configureTasks(entry);
  }

  /** Brings a connector where it should be. Takes as long as the connector likes, so requests do not wait for it. */
  async #follow(entry: Entry): Promise<void> {
    await entry.work.transition(entry.target);
    await this.#configureTasks(entry);
  }

  async #configureTasks(entry: Entry): Promise<void> {
    const { work } = entry;
    if (entry.target !== 'STARTED') return;
    const { name, restart } = work.definition;
    const subject = { connector: name, part: 'division' } as const;
    try {
      const division = await work.divide();
      this.#restarts.recovered(subject, restart);
      await this.#inTurn(name, () => work.apply(division, entry.target));
    } catch (error) {
      // Where the connector itself has failed, that is what is to be mended.
      const isOurs = this.#entries.get(name) === entry && this.#statuses.connector(name).state === 'RUNNING';
      if (isOurs) this.#restarts.failed(subject, failureCauseOf(error), restart);
      throw error;
    }
  }

  #retarget(name: string, target: TargetState): Promise<void> {
    return this.#inTurn(name, async () => {
      const entry = this.#entry(name, `Unknown connector ${name}`);
      entry.target = target;
      if (target === 'STOPPED') this.#restarts.forgetConnector(name);
      this.#inBackground(name, this.#follow(entry));
      if (target === 'STOPPED') await entry.work.removeTasks();
      else entry.work.setTaskTargets(target);
    });
  }

  async #carryOut({ restartConnector, tasks, status }: RestartPlan): Promise<void> {
    const { name } = status;
    const entry = this.#entry(name, `Unknown connector: ${name}`);
    const { work, target, version } = entry;
    for (const part of tasks) this.#restarts.forget({ connector: name, part });
    if (restartConnector) this.#restarts.forget({ connector: name, part: 'connector' });
    const known = tasks.filter((task) => work.taskConfigs[task] !== undefined);
    const stopped = known.map((task) => work.stopTask(task));
    await Promise.all([...stopped, restartConnector && work.shutdownConnector()]);
    // Stopping has shown them as UNASSIGNED.
    this.#showRestarting({ restartConnector, tasks: known, status }, version);
    for (const task of known) work.startTask(task, target);
    if (!restartConnector) return;
    work.addConnector();
    this.#inBackground(name, this.#follow(entry));
  }

  #showRestarting({ restartConnector, tasks, status }: RestartPlan, version: string): void {
    const { name } = status;
    for (const task of tasks) {
      this.#statuses.setTask({ connector: name, task }, { state: 'RESTARTING' }, version);
    }
    if (restartConnector) this.#statuses.setConnector(name, { state: 'RESTARTING' }, version);
  }

  /** Restarts by itself what failed. */
  async #restart({ connector, part }: RestartSubject): Promise<void> {
    if (part === 'connector') return this.#restartConnector(connector);
    if (part !== 'division') return this.#restartTask({ connector, task: part });
    const entry = this.#entries.get(connector);
    if (entry !== undefined) await this.#configureTasks(entry);
  }

  /** Nobody waits for the outcome: states show it. */
  #inBackground(connector: string, action: Promise<void>): void {
    action.catch((error: unknown) =>
      this.#parts.log.error({ connector, err: error }, 'The connector is not as it should be'),
    );
  }

  #statusOf(name: string, otherwise?: string): ConnectorStatus {
    const connector = this.#statuses.connector(name, otherwise);
    const type = this.#entries.get(name)?.type ?? 'unknown';
    return { name, connector, tasks: this.#statuses.tasks(name), type };
  }

  #entry(name: string, otherwise: string): Entry {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new NotFoundError(otherwise, { code: 'CONNECTOR_NOT_FOUND' });
    return entry;
  }
}
