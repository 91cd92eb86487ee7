import { GroupMember, GroupRequests, MemberMetrics } from '@sluice/kafka-client';
import { ClassicGroupModel } from '../../kafka-client/testing/classic-group-model.ts';
import type { ConfiguredWork } from '../src/group/assignors/work-leader.ts';
import { nextRebalanceStep, scheduledRejoinMs } from '../src/group/membership/rebalance-step.ts';
import type { AssignedWork } from '../src/group/membership/work-listener.ts';
import { WorkerMember, type WorkerMemberParts } from '../src/group/membership/worker-member.ts';
import type { ConnectProtocolMode } from '../src/group/protocol/connect-protocol.ts';
import { noWork, taskWork, union, without, type Work } from '../src/group/protocol/work.ts';
import { InMemoryLog } from './in-memory-log.ts';

const heartbeatIntervalMs = 100;

export interface InMemoryWorkerOptions {
  readonly mode?: ConnectProtocolMode;
  /** How long it takes to stop work. */
  readonly stopMs?: number;
}

/** Workers that only pretend to work, in a modelled group, with the clock in the hands of the test. */
export class InMemoryGroup {
  readonly model = new ClassicGroupModel({ sessionTimeoutMs: 1000, rebalanceTimeoutMs: 3000 });
  readonly workers: InMemoryWorker[] = [];
  configured: ConfiguredWork = { offset: -1n, work: noWork };

  /** What several connectors have to do, `{connector: tasks}`, as a newer configuration. */
  configure(counts: Readonly<Record<string, number>>): void {
    const connectors = Object.keys(counts);
    const tasks = connectors.flatMap((connector) =>
      Array.from({ length: counts[connector] ?? 0 }, (_, task) => ({ connector, task })),
    );
    this.configured = { offset: this.configured.offset + 1n, work: { connectors, tasks } };
  }

  start(options: InMemoryWorkerOptions = {}): InMemoryWorker {
    const worker = new InMemoryWorker(this, options);
    this.workers.push(worker);
    worker.member.enter();
    return worker;
  }
}

/** Does of a herder what concerns its membership. */
export class InMemoryWorker {
  readonly member: WorkerMember;
  readonly log = new InMemoryLog();
  readonly assigned: AssignedWork[] = [];
  readonly #group: InMemoryGroup;
  readonly #stopMs: number;
  running: Work = noWork;
  /** All that it has ever stopped. */
  stopped: Work = noWork;
  isReachable = true;
  /** While set, nothing is done for the membership before it. */
  busy: Promise<void> | null = null;
  failure: unknown = null;
  /** How far it knows the config topic; all there is when `null`. */
  knows: ConfiguredWork | null = null;
  #turn: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(group: InMemoryGroup, { mode = 'sessioned', stopMs = 0 }: InMemoryWorkerOptions) {
    this.#group = group;
    this.#stopMs = stopMs;
    const parts: Omit<WorkerMemberParts, 'client'> = {
      mode,
      url: `http://worker-${group.workers.length}/`,
      heartbeatIntervalMs,
      maxDelayMs: 5000,
      configured: () => this.knows ?? group.configured,
      listener: {
        onRevoked: (work) => this.#stop(work),
        onAssigned: (assigned) => void this.assigned.push(assigned),
      },
      log: this.log,
      nowMs: () => Date.now(),
      onChange: () => this.#advance(),
    };
    this.member = new WorkerMember({ ...parts, client: { newMember: this.#newMember } });
  }

  /** Names of connectors, and tasks as `connector-number`. */
  get names(): string[] {
    return [
      ...this.running.connectors,
      ...taskWork.of(this.running).map((id) => `${id.connector}-${id.task}`),
    ].sort();
  }

  /** The process is gone, and tells nobody. */
  crash(): void {
    this.isReachable = false;
    this.running = noWork;
    clearTimeout(this.#timer);
    this.#group.workers.splice(this.#group.workers.indexOf(this), 1);
  }

  async leave(): Promise<void> {
    this.running = noWork;
    clearTimeout(this.#timer);
    await this.member.leave('the consumer is being closed');
  }

  readonly #newMember: WorkerMemberParts['client']['newMember'] = (owner, onChange) =>
    new GroupMember({
      requests: new GroupRequests(
        this.#group.model.seenBy(() => this.isReachable),
        {
          groupId: 'g',
          groupInstanceId: null,
          protocolType: 'connect',
          sessionTimeoutMs: 1000,
          rebalanceTimeoutMs: 3000,
        },
      ),
      owner,
      heartbeatIntervalMs,
      absence: { maxMs: 3000, reason: 'worker poll timeout has expired.', warning: 'away' },
      backoff: { initialMs: 20, maxMs: 200, random: () => 0.5 },
      log: this.log,
      metrics: new MemberMetrics('connect'),
      onChange,
    });

  #advance(): void {
    this.#turn = this.#turn
      .then(() => this.busy)
      .then(() => this.member.advance())
      .then(() => this.#follow())
      .catch((error: unknown) => void (this.failure = error));
  }

  /** What follows from the last assignment, once. */
  #follow(): void {
    const last = this.assigned.at(-1);
    if (last === undefined || last === this.#followed) return;
    this.#followed = last;
    const { assignment, isLeader } = last;
    const configOffset = (this.knows ?? this.#group.configured).offset;
    const nowMs = Date.now();
    const dueMs = scheduledRejoinMs(assignment, nowMs);
    const view = { assignment, isLeader, configOffset, scheduledRejoinMs: dueMs, nowMs };
    const step = nextRebalanceStep(view);
    clearTimeout(this.#timer);
    if (dueMs !== null) this.#timer = setTimeout(() => this.member.requestRejoin(), dueMs - nowMs);
    if (step.kind === 'start-work') this.running = union([this.running, assignment.assigned]);
    if (step.kind === 'catch-up') this.knows = null;
    if (step.kind !== 'start-work' || step.thenRejoin) this.member.requestRejoin();
  }

  #followed: AssignedWork | null = null;

  async #stop(work: Work): Promise<void> {
    if (this.#stopMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#stopMs));
    this.running = without(this.running, work);
    this.stopped = union([this.stopped, work]);
  }
}
