import { ConnectError } from '@sluice/connect-api';
import type { ConnectorValidator } from '../../config/connector-validator.ts';
import { protocolsOf, type ConnectProtocol } from '../../group/protocol/connect-protocol.ts';
import type { HealthLimits } from '../../health/judge-progress.ts';
import type { PartLog } from '../../logging/worker-log.ts';
import { WorkerStage } from '../worker-stage.ts';
import type { WorkCare } from '../../metrics/worker/work-care.ts';
import type { PluginRegistry } from '../../plugins/plugin-registry.ts';
import { foundSessionKey, receivedSessionKey, type HeldSessionKey } from '../../signing/session-keys.ts';
import type { ConfigChange } from '../../stores/config/config-change.ts';
import type { ConfigStore } from '../../stores/config/config-store.ts';
import type { OffsetStore } from '../../stores/offset-store.ts';
import type { StatusStore } from '../../stores/status/status-store.ts';
import type { TaskHost } from '../../task-host/task-host.ts';
import type { TopicTracking } from '../../topics-in-use/topic-tracking.ts';
import type { ConnectorConfig, ServerInfo } from '../herder.ts';
import type { ConnectorOffsets } from '../offsets/connector-offsets.ts';
import { ClusterView } from './cluster-view.ts';
import { ConfigReactions } from './config-reactions.ts';
import { ControlLoop } from './control-loop.ts';
import type { DistributedSettings } from './distributed-settings.ts';
import { GroupPlace, type GroupPlaceParts } from './group/group-place.ts';
import { SettledGate } from './group/settled-gate.ts';
import { LeaderDuties } from './leader-duties.ts';
import { RebalanceLog } from './report/rebalance-log.ts';
import { staleConfiguration } from './requests/cluster-errors.ts';
import { FencingRounds } from './requests/fencing-rounds.ts';
import { Forwarding } from './requests/forwarding.ts';
import { InternalCalls } from './requests/internal-calls.ts';
import { LeaderRequests } from './requests/leader-requests.ts';
import { RestartRequests } from './requests/restart-requests.ts';
import type { CallWorker } from './requests/worker-calls.ts';
import { assembleWork, type AssembledWork } from './work/assemble-work.ts';
import { taskFence } from './work/task-fences.ts';
import { TaskPublication } from './work/task-publication.ts';

export interface DistributedWorkerParts {
  readonly serverInfo: ServerInfo;
  /** `host:port` of the advertised address. */
  readonly workerId: string;
  /** The advertised address. */
  readonly url: string;
  readonly settings: DistributedSettings;
  /** The worker's properties with references resolved. */
  readonly properties: Readonly<Record<string, string>>;
  readonly plugins: PluginRegistry;
  readonly validator: ConnectorValidator;
  readonly host: TaskHost;
  readonly health: HealthLimits;
  readonly topics: TopicTracking;
  readonly offsets: ConnectorOffsets;
  /** The stores of the cluster, still to be started. */
  readonly stores: {
    readonly offsets: OffsetStore;
    readonly status: StatusStore;
    readonly newConfig: (onChanges: (changes: readonly ConfigChange[]) => void) => ConfigStore;
  };
  readonly newMember: GroupPlaceParts['newMember'];
  readonly call: CallWorker;
  /** Keeps so many tasks of a connector from writing, as its configuration lets the worker. */
  readonly fenceProducers: (fenced: {
    readonly connector: string;
    readonly config: ConnectorConfig;
    readonly taskCount: number;
  }) => Promise<void>;
  readonly setLogLevel: (namespace: string, level: string) => void;
  /** The worker cannot go on. */
  readonly onFatal: (error: unknown) => void;
  readonly log: PartLog;
}

const requestPatienceMs = 60_000;
const storeStopMs = 10_000;

/**
 * A worker of a cluster: it takes its turns in the group, runs what it is assigned, follows the config topic, and does
 * what the leader does while it leads. Each of these is a piece of its own; here they are put together.
 */
export class DistributedWorker {
  readonly parts: DistributedWorkerParts;
  readonly config: ConfigStore;
  readonly view: ClusterView;
  readonly place: GroupPlace;
  readonly own: AssembledWork;
  readonly requests: LeaderRequests;
  readonly forwarding: Forwarding;
  readonly internal: InternalCalls;
  readonly fencing: FencingRounds;
  readonly rebalances = new RebalanceLog();
  readonly stage = new WorkerStage();
  readonly #publication: TaskPublication;
  readonly #restarts: RestartRequests;
  readonly #reactions: ConfigReactions;
  readonly #duties: LeaderDuties;
  readonly #gate = new SettledGate(requestPatienceMs);
  readonly #loop: ControlLoop;
  #heldKey: HeldSessionKey | null = null;
  #isReady = false;
  #isRunning = false;
  #pings: (() => void)[] = [];

  constructor(parts: DistributedWorkerParts) {
    this.parts = parts;
    const { stores, settings } = parts;
    const { status } = stores;
    this.config = stores.newConfig((changes) => this.#reactions.add(changes));
    const config = (): ConfigStore['snapshot'] => this.config.snapshot;
    this.view = new ClusterView({ config, status, plugins: parts.plugins });
    this.#loop = new ControlLoop(() => this.#turn(), parts.onFatal);
    this.forwarding = new Forwarding(parts.call, parts.url);
    this.internal = this.#newInternalCalls();
    this.fencing = this.#newFencingRounds();
    this.own = this.#newWork();
    this.#publication = new TaskPublication({
      dividing: (name) => this.own.connectors.dividing(name),
      config,
      targetOf: (name) => config().targetState(name) ?? 'STARTED',
      publish: (name, configs) => this.#publish(name, configs),
      log: parts.log,
    });
    this.place = this.#newPlace();
    this.requests = this.#newRequests();
    const { connectors, tasks } = this.own;
    const statusOf = (name: string): ReturnType<ClusterView['status']> | null =>
      status.connector(name) === null ? null : this.view.status(name);
    this.#restarts = new RestartRequests({ connectors, tasks, statusOf, log: parts.log });
    this.#reactions = this.#newReactions();
    this.#duties = new LeaderDuties({
      config: this.config,
      status,
      keys: settings.keys,
      heldKey: () => this.#heldKey,
      isLeading: () => this.place.isLeader,
      isSigning: () => this.protocol.isSigning,
      log: parts.log,
    });
  }

  /** What metrics tell of connectors and tasks beside what they do. */
  get care(): WorkCare {
    const { status } = this.parts.stores;
    return {
      watchdog: this.own.watchdog,
      restarts: this.own.restarts,
      connectorState: (name) => status.connector(name)?.state,
      taskState: (id) => status.task(id)?.state,
    };
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** What the group follows; before that is known, what this worker would like best. */
  get protocol(): ConnectProtocol {
    return this.place.protocol ?? (protocolsOf(this.parts.settings.mode)[0] as ConnectProtocol);
  }

  /** Reads the topics of the cluster, then joins it. @throws ConnectError when the topics are not fit or not there. */
  async start(): Promise<void> {
    const { offsets, status } = this.parts.stores;
    await this.stage.during('initializing and reading to the end of internal topics', async () => {
      await offsets.start();
      await status.start();
      await this.config.start();
    });
    const { sessionKey } = this.config.snapshot;
    if (sessionKey !== null) this.#heldKey ??= foundSessionKey(sessionKey, this.parts.settings.keys);
    this.#isRunning = true;
    this.place.enter();
  }

  /** Resolves when a turn was taken. */
  async ping(): Promise<void> {
    if (!this.#isRunning) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#pings.push(resolve);
    this.#wake();
    await promise;
  }

  /** Resolves when the work of the cluster is divided, as far as this worker knows. @throws ConflictError, ConnectError */
  async settled(): Promise<void> {
    await this.#gate.passed();
  }

  /** The same, and nothing has changed since. @throws ConflictError, ConnectError */
  async current(): Promise<void> {
    await this.#gate.passed();
    if (this.place.expectsRebalance) throw staleConfiguration();
  }

  /** Ends all work, tells the group, and closes the stores. */
  stop(): Promise<void> {
    return this.stage.during('shutting down', () => this.#stop());
  }

  async #stop(): Promise<void> {
    const { offsets, status } = this.parts.stores;
    this.#gate.close();
    this.place.close();
    this.#publication.close();
    this.own.restarts.close();
    this.own.watchdog.close();
    await this.#loop.stop();
    this.#isRunning = false;
    if (this.place.assigned !== null) await this.own.work.stopAll();
    await Promise.all([this.#duties.close(), this.requests.settled()]);
    await status.stop(storeStopMs);
    await this.config.stop(storeStopMs);
    await offsets.stop(storeStopMs);
    await this.place.leave();
  }

  async #turn(): Promise<void> {
    await this.#reactions.follow();
    await this.stage.during('ensuring membership in the cluster', () => this.place.advance());
    this.#restarts.begin();
    const { isSettled } = this.place;
    this.#isReady ||= isSettled;
    this.#gate.isOpen = isSettled;
    if (isSettled) this.#duties.perform();
    const pings = this.#pings;
    this.#pings = [];
    for (const answer of pings) answer();
  }

  #wake(): void {
    if (this.#isRunning) this.#loop.wake();
  }

  async #publish(name: string, configs: Parameters<InternalCalls['publishTasks']>[1]): Promise<void> {
    await this.#gate.passed();
    if (this.place.isLeader) await this.requests.putTasks(name, configs);
    else await this.internal.publishTasks(name, configs);
  }

  async #fence(connector: string): Promise<void> {
    await this.#gate.passed();
    if (this.place.isLeader) await this.fencing.fence(connector);
    else await this.internal.fence(connector);
  }

  #newInternalCalls(): InternalCalls {
    const { signatureAlgorithm, verificationAlgorithms } = this.parts.settings;
    return new InternalCalls({
      forwarding: this.forwarding,
      leaderUrl: () => this.place.leaderUrl,
      sessionKey: () => this.config.snapshot.sessionKey,
      protocol: () => this.protocol,
      signatureAlgorithm,
      verificationAlgorithms,
    });
  }

  #newFencingRounds(): FencingRounds {
    const { settings, fenceProducers } = this.parts;
    return new FencingRounds({
      config: this.config,
      isSource: (name) => this.view.typeOf(name) === 'source',
      fence: (connector, taskCount) =>
        fenceProducers({ connector, config: this.view.configOf(connector), taskCount }),
      syncTimeoutMs: settings.syncTimeoutMs,
    });
  }

  #newWork(): AssembledWork {
    const { host, validator, health, topics, stores, properties, workerId, settings, log } = this.parts;
    const { isExactlyOnce, syncTimeoutMs } = settings;
    const { config } = this;
    const fence = (connector: string): Promise<void> => this.#fence(connector);
    const isAssigned = (id: Parameters<typeof taskFence>[0]): boolean => this.own.tasks.has(id);
    return assembleWork({
      host,
      validator,
      health,
      topics,
      status: stores.status,
      view: this.view,
      config: () => config.snapshot,
      worker: properties,
      workerId,
      isExactlyOnce,
      generation: () => this.place.generation,
      fencingOf: (id) => taskFence(id, { config, fence, isAssigned, syncTimeoutMs }),
      onDivide: (name) => this.#publication.request(name),
      log,
    });
  }

  #newPlace(): GroupPlace {
    const { settings, newMember, stores, log } = this.parts;
    const { syncTimeoutMs, unsyncBackoffMs, maxDelayMs } = settings;
    return new GroupPlace({
      newMember,
      config: this.config,
      status: stores.status,
      listener: {
        stop: (work) => this.own.work.stop(work),
        assigned: async (assigned) => {
          this.rebalances.ended(assigned, this.place.owners);
          if (assigned.isLeader) await this.#duties.begin();
        },
        start: (work) => this.own.work.start(work),
      },
      syncTimeoutMs,
      backoff: { unsyncBackoffMs, maxDelayMs },
      onChange: () => this.#wake(),
      onJoin: () => this.rebalances.began(),
      onRejoin: (reasons) => this.rebalances.asked(reasons),
      log,
    });
  }

  #newRequests(): LeaderRequests {
    const { validator, offsets, settings, log } = this.parts;
    return new LeaderRequests({
      config: this.config,
      view: this.view,
      validator,
      offsets,
      fenceBeforeAltering: async (name) => {
        if (settings.isExactlyOnce) await this.#fenceBeforeAltering(name);
      },
      onClaimLost: () => this.#duties.claimLost(),
      log,
    });
  }

  async #fenceBeforeAltering(name: string): Promise<void> {
    await this.fencing.fence(name).catch((cause: unknown) => {
      throw new ConnectError(
        'Failed to perform zombie fencing for source connector prior to modifying offsets',
        { code: 'TASKS_NOT_FENCED', cause },
      );
    });
  }

  #newReactions(): ConfigReactions {
    const { settings, setLogLevel } = this.parts;
    const { connectors, tasks, work } = this.own;
    return new ConfigReactions({
      config: () => this.config.snapshot,
      connectors,
      work,
      startAssigned: (name) => {
        const assigned = this.place.assigned?.assignment.assigned.tasks ?? [];
        for (const id of assigned) if (id.connector === name) tasks.start(id);
      },
      onSessionKey: (key) => {
        this.#heldKey = receivedSessionKey(key, settings.keys);
      },
      onRestart: (restart) => this.#restarts.add(restart),
      onLogLevel: setLogLevel,
      onTasks: (name) => this.fencing.cancel(name),
      wantRebalance: (reason) => this.place.want(reason),
      reconsider: (config, reason) => this.place.reconsider(config, reason),
      onChange: () => this.#wake(),
    });
  }
}
