import type { GroupClient } from '@sluice/kafka-client';
import { openGroupClient } from '../src/group/membership/open-group-client.ts';
import {
  nextRebalanceStep,
  scheduledRejoinMs,
  stepAfterCatchingUp,
  type RebalanceStep,
  type RebalanceView,
} from '../src/group/membership/rebalance-step.ts';
import type { AssignedWork } from '../src/group/membership/work-listener.ts';
import { WorkerMember } from '../src/group/membership/worker-member.ts';
import type { ConnectProtocolMode } from '../src/group/protocol/connect-protocol.ts';
import { among, noWork, union, without, type Work } from '../src/group/protocol/work.ts';
import { createSessionKey, needsNewSessionKey, receivedSessionKey } from '../src/signing/session-keys.ts';
import { formatTaskId } from '../src/states.ts';
import { connectorOwner, taskOwner, type StoredStatus } from '../src/stores/status/status-record.ts';
import { TrialStores } from './trial-cluster.ts';

export interface TrialWorkerOptions {
  readonly mode?: ConnectProtocolMode;
  readonly maxDelayMs?: number;
}

const workerId = 'trial:1';
const heartbeatIntervalMs = 500;
const keySettings = { algorithm: 'HmacSHA256', bits: null, ttlMs: 3_600_000 };

/** A worker in a real group with real stores, which only pretends to work: as much of a herder as membership needs. */
export class TrialWorker {
  readonly stores: TrialStores;
  readonly member: WorkerMember;
  readonly assigned: AssignedWork[] = [];
  /** All work that it has ever stopped. */
  stopped: Work = noWork;
  failure: unknown = null;
  readonly #client: GroupClient;
  #running: Work = noWork;
  #turn: Promise<void> = Promise.resolve();
  #pending: AssignedWork | null = null;
  #rejoinMs: number | null = null;
  #timer: NodeJS.Timeout | undefined;
  #lastWanted: string | null = null;

  constructor(
    properties: Readonly<Record<string, string>>,
    { mode = 'sessioned', maxDelayMs = 3000 }: TrialWorkerOptions = {},
  ) {
    this.stores = new TrialStores(properties);
    const { log } = this.stores;
    this.#client = openGroupClient({
      properties: { 'bootstrap.servers': properties['bootstrap.servers'] ?? '' },
      workerId,
      groupId: properties['group.id'] ?? '',
      sessionTimeoutMs: 6000,
      rebalanceTimeoutMs: 20_000,
      heartbeatIntervalMs,
      log,
    });
    this.member = new WorkerMember({
      client: this.#client,
      mode,
      url: 'http://127.0.0.1:9/',
      heartbeatIntervalMs,
      maxDelayMs,
      configured: () => {
        const { snapshot } = this.stores.config;
        return { offset: snapshot.offset, work: snapshot.work() };
      },
      listener: {
        onRevoked: (work) => this.#stop(work),
        onAssigned: (assigned) => this.#assigned(assigned),
      },
      log,
      nowMs: () => Date.now(),
      onChange: () => this.#advance(),
    });
    this.stores.onChanges = () => this.#configChanged();
  }

  async start(): Promise<this> {
    await this.stores.start();
    this.member.enter();
    return this;
  }

  /** Names of connectors, and tasks as `connector-number`. */
  get running(): string[] {
    return [...this.#running.connectors, ...this.#running.tasks.map(formatTaskId)].sort();
  }

  /** Error codes of the assignments so far, each once. */
  get errorCodes(): number[] {
    return [...new Set(this.assigned.map(({ assignment }) => assignment.errorCode))];
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#stop(this.#running);
    await this.member.leave('the consumer is being closed');
    await this.#turn;
    this.#client.close();
    await this.stores.stop();
  }

  #assigned(assigned: AssignedWork): void {
    this.assigned.push(assigned);
    this.#pending = assigned;
    this.#rejoinMs = scheduledRejoinMs(assigned.assignment, Date.now());
    clearTimeout(this.#timer);
    if (this.#rejoinMs === null) return;
    this.#timer = setTimeout(() => this.member.requestRejoin(), this.#rejoinMs - Date.now());
  }

  #advance(): void {
    this.#turn = this.#turn
      .then(() => this.member.advance())
      .then(() => this.#follow())
      .catch((error: unknown) => {
        this.failure = error;
      });
  }

  async #follow(): Promise<void> {
    const { config } = this.stores;
    const assigned = this.#pending;
    if (assigned === null) return;
    this.#pending = null;
    const view = (): RebalanceView => ({
      assignment: assigned.assignment,
      isLeader: assigned.isLeader,
      configOffset: config.snapshot.offset,
      scheduledRejoinMs: this.#rejoinMs,
      nowMs: Date.now(),
    });
    let step: RebalanceStep = nextRebalanceStep(view());
    if (step.kind === 'catch-up') {
      await config.readToEnd(3000);
      step = step.thenRejoin ? { kind: 'rejoin' } : stepAfterCatchingUp(view());
    }
    if (step.kind === 'start-work') this.#start(assigned);
    if (step.kind === 'rejoin' || (step.kind === 'start-work' && step.thenRejoin))
      return this.member.requestRejoin();
    if (this.member.isLeader) await this.#lead();
  }

  #start({ assignment, generationId }: AssignedWork): void {
    this.#tell(without(assignment.assigned, this.#running), { state: 'RUNNING', generation: generationId });
    this.#running = assignment.assigned;
  }

  async #stop(work: Work): Promise<void> {
    const generation = this.assigned.at(-1)?.generationId ?? -1;
    this.#tell(among(this.#running, work), { state: 'UNASSIGNED', generation });
    this.#running = without(this.#running, work);
    this.stopped = union([this.stopped, work]);
    await this.stores.status.flush();
  }

  #tell(work: Work, told: Pick<StoredStatus, 'state' | 'generation'>): void {
    const status = { ...told, trace: null, workerId, version: null };
    for (const name of work.connectors) this.stores.status.put(connectorOwner(name), status);
    for (const id of work.tasks) this.stores.status.put(taskOwner(id), status);
  }

  /** A leader of a group that signs has to see to a key. */
  async #lead(): Promise<void> {
    const { config } = this.stores;
    const { sessionKey } = config.snapshot;
    const held = sessionKey && receivedSessionKey(sessionKey, keySettings);
    if (this.member.protocol?.isSigning !== true || !needsNewSessionKey(held, keySettings, Date.now()))
      return;
    await config.putSessionKey(createSessionKey(keySettings, Date.now()));
  }

  /** Only what there is to do concerns the group. */
  #configChanged(): void {
    const wanted = JSON.stringify(this.stores.config.snapshot.work());
    if (wanted !== this.#lastWanted) this.member.requestRejoin();
    this.#lastWanted = wanted;
  }
}
