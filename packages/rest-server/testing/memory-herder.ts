import {
  BadRequestError,
  ConflictError,
  NotFoundError,
  type CheckFinding,
  type ConfigInfos,
  type ConfigKeyInfo,
} from '@sluice/connect-api';
import type {
  BrokenPlugin,
  ClusterInfo,
  ConnectorCheck,
  ConnectorHealth,
  ConnectorInfo,
  ConnectorOffset,
  ConnectorStatus,
  Herder,
  InstanceHealth,
  InstanceState,
  InternalRequest,
  ListedPlugin,
  PutConnectorRequest,
  PutConnectorResult,
  RequestOrigin,
  RestartRequest,
  ServerInfo,
  SubmittedConfig,
  TargetState,
  TaskId,
  TaskInfo,
  TaskStatus,
} from '@sluice/runtime';

const workerId = '127.0.0.1:8083';
const version = '4.3.0';

/** The only plugin that cannot be used. */
const brokenPlugin: BrokenPlugin = {
  location: '/plugins/half',
  packageName: '@example/half',
  className: 'org.example.HalfConnector',
  type: 'sink',
  version: '1.0',
  reason: 'half installed',
};

interface Entry {
  config: Readonly<Record<string, string>>;
  target: TargetState;
  offsets: readonly ConnectorOffset[];
  /** What is FAILED, with its trace; the connector itself is -1. */
  readonly traces: Map<number, string>;
}

/** A herder whose connectors exist in memory only: each has one task, and is in the state it was asked to be in. */
export class MemoryHerder implements Herder {
  isReady = true;
  stage: string | null = null;
  /** How many operations wait. */
  waiting = 0;
  /** Every change that was asked for, in order. */
  readonly asked: string[] = [];
  readonly #entries = new Map<string, Entry>();
  /** What the next operation fails with. */
  #failure: unknown = null;
  /** What operations wait for. */
  #gate: Promise<void> = Promise.resolve();

  failNext(failure: unknown): void {
    this.#failure = failure;
  }

  /** Lets operations wait until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    return resolve;
  }

  /** Marks a task, or with -1 the connector itself, as FAILED. */
  failInstance(connector: string, instance: number, trace: string): void {
    this.#entry(connector, 'none').traces.set(instance, trace);
  }

  /** Where the last requests came from. */
  readonly origins: RequestOrigin[] = [];

  readonly internal: [string, InternalRequest][] = [];

  onBehalfOf(origin: RequestOrigin): Herder {
    this.origins.push(origin);
    return this;
  }

  async clusterInfo(): Promise<ClusterInfo> {
    await this.#enter();
    const own = { workerId, isLeader: true, connectors: this.#entries.size, tasks: this.#entries.size };
    const past = {
      atMs: 5,
      generation: 2,
      durationMs: 3,
      reasons: ['c has changed'],
      stopped: 1,
      delayMs: 0,
    };
    const group = { groupId: 'g', protocol: 'sessioned', generation: 2, isRebalancing: false };
    return { ...group, workers: [own], rebalances: [past] };
  }

  async putTaskConfigs(
    name: string,
    configs: readonly SubmittedConfig[],
    request: InternalRequest,
  ): Promise<void> {
    await this.#enter();
    this.internal.push([`${name} ${JSON.stringify(configs)}`, request]);
  }

  async fenceTasks(name: string, request: InternalRequest): Promise<void> {
    await this.#enter();
    this.internal.push([name, request]);
  }

  serverInfo(): ServerInfo {
    return { version, commit: 'a9ce3221537b8653', kafkaClusterId: 'lS2DENPGRQGIBCGMnZYZOA' };
  }

  async ping(): Promise<void> {
    await this.#enter();
  }

  async connectors(): Promise<readonly string[]> {
    await this.#enter();
    return [...this.#entries.keys()];
  }

  async connectorInfo(name: string): Promise<ConnectorInfo> {
    await this.#enter();
    const entry = this.#entry(name, `Connector ${name} not found`);
    return { name, config: entry.config, tasks: this.#tasks(name, entry), type: 'source' };
  }

  async connectorStatus(name: string): Promise<ConnectorStatus> {
    await this.#enter();
    const entry = this.#entry(name, `No status found for connector ${name}`);
    const tasks = this.#tasks(name, entry).map(({ task }) => ({ id: task, ...instance(entry, task) }));
    return { name, connector: instance(entry, -1), tasks, type: 'source' };
  }

  async taskStatus(id: TaskId): Promise<TaskStatus> {
    await this.#enter();
    const missing = `No status found for task ${id.connector}-${id.task}`;
    const entry = this.#entry(id.connector, missing);
    if (id.task !== 0) throw new NotFoundError(missing);
    return { id: id.task, ...instance(entry, id.task) };
  }

  async connectorHealth(name: string): Promise<ConnectorHealth> {
    await this.#enter();
    const { traces } = this.#entry(name, `No status found for connector ${name}`);
    return {
      connector: health(traces.get(-1)),
      division: null,
      tasks: new Map([[0, health(traces.get(0))]]),
    };
  }

  async taskInfos(name: string): Promise<readonly TaskInfo[]> {
    await this.#enter();
    const entry = this.#entry(name, `Connector ${name} not found`);
    return this.#tasks(name, entry).map((id) => ({ id, config: entry.config }));
  }

  /** The topics of every connector. */
  readonly topics: string[] = ['t'];

  async activeTopics(): Promise<readonly string[]> {
    await this.#enter();
    return this.topics;
  }

  async resetActiveTopics(name: string): Promise<void> {
    await this.#enter();
    this.asked.push(`forget the topics of ${name}`);
  }

  async putConnector({
    name,
    config,
    initialState,
    initialOffsets,
    allowReplace,
  }: PutConnectorRequest): Promise<PutConnectorResult> {
    await this.#enter();
    if (typeof config['connector.class'] !== 'string') throw withoutClass(config);
    const before = this.#entries.get(name);
    if (before !== undefined && !allowReplace) throw new ConflictError(`Connector ${name} already exists`);
    const target = before?.target ?? initialState ?? 'STARTED';
    const stored = Object.entries(config).map(([key, value]) => [key, String(value)]);
    this.#entries.set(name, {
      config: Object.fromEntries(stored) as Entry['config'],
      target,
      offsets: initialOffsets ?? before?.offsets ?? [],
      traces: new Map(),
    });
    const status = initialOffsets === undefined ? {} : { offsetsStatus: `began at ${initialOffsets.length}` };
    return { created: before === undefined, info: await this.connectorInfo(name), ...status };
  }

  async patchConnectorConfig(name: string, patch: SubmittedConfig): Promise<ConnectorInfo> {
    const { config } = await this.connectorInfo(name);
    const merged = Object.entries({ ...config, ...patch }).filter(([, text]) => text !== null);
    return (await this.putConnector({ name, config: Object.fromEntries(merged), allowReplace: true })).info;
  }

  async deleteConnector(name: string): Promise<void> {
    await this.#enter();
    this.#entry(name, `Connector ${name} not found`);
    this.#entries.delete(name);
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

  async restartConnector(name: string): Promise<void> {
    await this.#enter();
    this.#entry(name, `Unknown connector: ${name}`).traces.delete(-1);
    this.asked.push(`restart ${name}`);
  }

  async restartTask({ connector, task }: TaskId): Promise<void> {
    await this.#enter();
    const entry = this.#entry(connector, `Unknown connector: ${connector}`);
    if (task !== 0) throw new NotFoundError(`Unknown task: ${connector}-${task}`);
    entry.traces.delete(task);
    this.asked.push(`restart ${connector}-${task}`);
  }

  async restartConnectorAndTasks({
    connector,
    includeTasks,
    onlyFailed,
  }: RestartRequest): Promise<ConnectorStatus> {
    await this.#enter();
    this.#entry(connector, `Unknown connector: ${connector}`);
    this.asked.push(
      `restart ${connector}${includeTasks ? ' with tasks' : ''}${onlyFailed ? ' if failed' : ''}`,
    );
    const status = await this.connectorStatus(connector);
    return { ...status, connector: { ...status.connector, state: 'RESTARTING' } };
  }

  async connectorOffsets(name: string): Promise<readonly ConnectorOffset[]> {
    await this.#enter();
    return this.#entry(name, `Connector ${name} not found`).offsets;
  }

  async alterConnectorOffsets(name: string, offsets: readonly ConnectorOffset[]): Promise<string> {
    await this.#enter();
    this.#entry(name, `Connector ${name} not found`).offsets = offsets;
    return `altered ${offsets.length}`;
  }

  async resetConnectorOffsets(name: string): Promise<string> {
    await this.#enter();
    this.#entry(name, `Connector ${name} not found`).offsets = [];
    return 'reset';
  }

  async plugins({ connectorsOnly }: { readonly connectorsOnly: boolean }): Promise<readonly ListedPlugin[]> {
    await this.#enter();
    const connectors: ListedPlugin[] = [{ className: 'org.example.TestSource', type: 'source', version }];
    const others: ListedPlugin[] = [
      { className: 'org.example.Unversioned', type: 'converter', version: 'undefined' },
    ];
    return connectorsOnly ? connectors : [...connectors, ...others];
  }

  async brokenPlugins(): Promise<readonly BrokenPlugin[]> {
    await this.#enter();
    return [brokenPlugin];
  }

  async pluginConfig(pluginName: string, version = 'latest'): Promise<readonly ConfigKeyInfo[]> {
    await this.#enter();
    this.asked.push(`keys of ${pluginName} ${version}`);
    if (pluginName !== 'TestSource') throw new NotFoundError(`Unknown plugin ${pluginName}.`);
    return [topicKey];
  }

  async validateConfig(config: SubmittedConfig): Promise<ConfigInfos> {
    await this.#enter();
    const name = config['connector.class'];
    if (typeof name !== 'string') throw withoutClass(config);
    const value = config['topic'] ?? null;
    const errors =
      value === null ? ['Missing required configuration "topic" which has no default value.'] : [];
    return {
      name,
      error_count: errors.length,
      groups: [],
      configs: [
        {
          definition: topicKey,
          value: { name: 'topic', value, recommended_values: [], errors, visible: true },
        },
      ],
    };
  }

  async checkConnector(config: SubmittedConfig): Promise<ConnectorCheck> {
    const configInfos = await this.validateConfig(config);
    const findings: CheckFinding[] = [
      { subject: 'server', outcome: 'passed', message: 'reached' },
      { subject: 'topic', outcome: 'failed', message: 'full', remedy: 'empty it', keys: ['topic'] },
    ];
    const hasErrors = configInfos.error_count > 0;
    return { isGood: false, configInfos, findings: hasErrors ? null : findings };
  }

  async #enter(): Promise<void> {
    const failure = this.#failure;
    this.#failure = null;
    this.waiting += 1;
    await this.#gate;
    this.waiting -= 1;
    if (failure !== null) throw failure;
  }

  async #retarget(name: string, target: TargetState): Promise<void> {
    await this.#enter();
    this.#entry(name, `Unknown connector ${name}`).target = target;
    this.asked.push(`${target} ${name}`);
  }

  #tasks(connector: string, { target }: Entry): TaskId[] {
    return target === 'STOPPED' ? [] : [{ connector, task: 0 }];
  }

  #entry(name: string, otherwise: string): Entry {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new NotFoundError(otherwise);
    return entry;
  }
}

const runningStates: Readonly<Record<TargetState, InstanceState>> = {
  STARTED: 'RUNNING',
  PAUSED: 'PAUSED',
  STOPPED: 'STOPPED',
};

function instance({ target, traces }: Entry, id: number) {
  const trace = traces.get(id);
  const state = trace === undefined ? runningStates[target] : 'FAILED';
  return { state, workerId, version, ...(trace === undefined ? {} : { trace }) };
}

function withoutClass(config: SubmittedConfig): BadRequestError {
  const shown = Object.entries(config).map(([key, value]) => `${key}=${value}`);
  return new BadRequestError(`Connector config {${shown.join(', ')}} contains no connector type`);
}

const topicKey: ConfigKeyInfo = {
  name: 'topic',
  type: 'STRING',
  required: true,
  default_value: null,
  importance: 'HIGH',
  documentation: 'The topic to write to.',
  group: null,
  order_in_group: -1,
  width: 'NONE',
  display_name: 'topic',
  dependents: [],
};

function health(trace: string | undefined): InstanceHealth {
  const calm = {
    policy: 'on-failure',
    phase: 'calm',
    reason: '',
    restartsInLastHour: 0,
    nextRestartMs: null,
  } as const;
  if (trace === undefined) return { progress: null, restart: calm };
  return {
    progress: { state: 'starved', reason: 'poll gives nothing', sinceMs: 1_794_000_000_000.5 },
    restart: {
      ...calm,
      phase: 'waiting',
      reason: 'it failed',
      restartsInLastHour: 2,
      nextRestartMs: 1_795_000_000_000.5,
    },
  };
}
