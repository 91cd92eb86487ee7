import { isRetriable, type PluginLogger } from '@sluice/connect-api';
import type { ConfiguredWork } from '../../../group/assignors/work-leader.ts';
import {
  nextRebalanceStep,
  scheduledRejoinMs,
  type RebalanceStep,
  type RebalanceView,
} from '../../../group/membership/rebalance-step.ts';
import { SyncBackoff, type SyncBackoffOptions } from '../../../group/membership/sync-backoff.ts';
import type { AssignedWork, WorkListener } from '../../../group/membership/work-listener.ts';
import type { WorkerMember, WorkerMemberParts } from '../../../group/membership/worker-member.ts';
import type { ConnectProtocol } from '../../../group/protocol/connect-protocol.ts';
import type { Work } from '../../../group/protocol/work.ts';
import type { ClusterConfig } from '../../../stores/config/cluster-config.ts';
import type { ConfigStore } from '../../../stores/config/config-store.ts';
import { longestTimerMs } from '../../../timing/longest-timer.ts';
import type { StatusStore } from '../../../stores/status/status-store.ts';
import { sleep } from '../../../timing/sleep.ts';
import { withinTime } from '../../../timing/within-time.ts';
import { releasedWork } from './released-work.ts';
import { RebalanceWish } from './rebalance-wish.ts';
import { workSignature } from './work-signature.ts';

type Member = Pick<
  WorkerMember,
  | 'isLeader'
  | 'isStable'
  | 'memberId'
  | 'owners'
  | 'protocol'
  | 'enter'
  | 'advance'
  | 'requestRejoin'
  | 'leaveForNow'
  | 'dropAll'
  | 'leave'
>;

/** What a member of the group is made with. */
export interface MemberHooks extends Pick<WorkerMemberParts, 'released' | 'beforeReplacing'> {
  readonly configured: () => ConfiguredWork;
  readonly listener: WorkListener;
  readonly onChange: () => void;
}

/** What is to be done about the work of this worker. */
export interface PlaceListener {
  /** Others may start this work as soon as this resolves. */
  stop(work: Work): Promise<void>;
  /** Before anything is started; waited for. */
  assigned(assigned: AssignedWork): Promise<void>;
  /** Start what does not run of it. */
  start(work: Work, config: ClusterConfig): void;
}

export interface GroupPlaceParts {
  readonly newMember: (hooks: MemberHooks) => Member;
  readonly config: Pick<ConfigStore, 'snapshot' | 'readToEnd'>;
  readonly listener: PlaceListener;
  readonly status: Pick<StatusStore, 'lastWord' | 'readToEnd'>;
  /** `worker.sync.timeout.ms` */
  readonly syncTimeoutMs: number;
  readonly backoff: SyncBackoffOptions;
  /** There may be something to do for `advance`. */
  readonly onChange: () => void;
  /** This worker joins, for the first time or again. */
  readonly onJoin: () => void;
  /** This worker asks the group to divide its work anew. */
  readonly onRejoin: (reasons: readonly string[]) => void;
  readonly log: PluginLogger;
}

/** The group waits meanwhile. */
const statusReadMs = 2000;

/** This worker's place in the group: what it has been assigned, and when the work has to be divided anew. */
export class GroupPlace {
  readonly #parts: GroupPlaceParts;
  readonly #member: Member;
  readonly #backoff: SyncBackoff;
  readonly #wish: RebalanceWish;
  readonly #ending = new AbortController();
  #joinedWith: ClusterConfig;
  /** Not dealt with yet. */
  #pending: AssignedWork | null = null;
  #last: AssignedWork | null = null;
  /** What there was to do when the work was last divided; `null` when that is not known. */
  #divided: string | null = null;
  #rejoinMs: number | null = null;
  #rejoinTimer: NodeJS.Timeout | undefined;
  /** Whether the config topic could not be read in time, so that this worker stays outside. */
  #isOutOfSync = false;

  constructor(parts: GroupPlaceParts) {
    this.#parts = parts;
    this.#joinedWith = parts.config.snapshot;
    this.#backoff = new SyncBackoff(parts.backoff);
    this.#wish = new RebalanceWish({ fulfil: (reasons) => this.#rejoin(reasons) });
    this.#member = parts.newMember({
      configured: () => this.#configured(),
      listener: {
        onRevoked: (work) => this.#revoked(work),
        onAssigned: (assigned) => this.#assigned(assigned),
      },
      onChange: parts.onChange,
      released: (lost, urls) => releasedWork(parts.status, lost, urls),
      beforeReplacing: () => this.#readStatuses(),
    });
  }

  /** Of the last assignment; -1 before the first. */
  get generation(): number {
    return this.#last?.generationId ?? -1;
  }

  /** All that this worker was assigned last; `null` before that. */
  get assigned(): AssignedWork | null {
    return this.#last;
  }

  get protocol(): ConnectProtocol | null {
    return this.#member.protocol;
  }

  get isLeader(): boolean {
    return this.#member.isLeader;
  }

  /** The address of the leader; `null` while none is known. */
  get leaderUrl(): string | null {
    const url = this.#last?.assignment.leaderUrl ?? '';
    return url === '' ? null : url;
  }

  /** Who has what; `null` unless this worker leads. */
  get owners(): WorkerMember['owners'] {
    return this.#member.owners;
  }

  /** Whether the work is divided, as far as this worker knows, and it has taken over its share. */
  get isSettled(): boolean {
    return this.#member.isStable && this.#pending === null && !this.#isOutOfSync;
  }

  /** Whether a change waits for the work to be divided anew. */
  get expectsRebalance(): boolean {
    return this.#wish.isPending;
  }

  /** Joins, with the next turn. */
  enter(): void {
    this.#member.enter();
  }

  /** Does what it is this worker's turn to do in the group, and takes over what it was assigned. */
  async advance(): Promise<void> {
    await this.#member.advance();
    if (this.#pending !== null && !this.#isOutOfSync) await this.#resolve(this.#pending);
  }

  /** Something has changed that the division rests on, if it has. */
  reconsider(config: ClusterConfig, reason: string): void {
    if (this.#pending === null && workSignature(config) !== this.#divided) this.#wish.want(reason);
  }

  /** Has the work divided anew soon. */
  want(reason: string): void {
    this.#wish.want(reason);
  }

  /** Nothing is started any more. */
  close(): void {
    this.#ending.abort();
    this.#wish.forget();
    clearTimeout(this.#rejoinTimer);
  }

  /** Leaves for good; work was stopped before. */
  async leave(): Promise<void> {
    await this.#member.leave('the consumer is being closed');
  }

  #configured(): ConfiguredWork {
    this.#joinedWith = this.#parts.config.snapshot;
    this.#wish.forget();
    this.#parts.onJoin();
    return { offset: this.#joinedWith.offset, work: this.#joinedWith.work() };
  }

  /** A worker that left has told so; where that cannot be read in time, it is missed. */
  async #readStatuses(): Promise<void> {
    const read = this.#parts.status.readToEnd().catch((err: unknown) => {
      this.#parts.log.warn(
        { err },
        'The states of connectors could not be read; a worker that left is missed',
      );
    });
    await withinTime(read, statusReadMs);
  }

  /** What was assigned and not started yet is not to be started after this. */
  #revoked(work: Work): Promise<void> {
    this.#pending = null;
    return this.#parts.listener.stop(work);
  }

  async #assigned(assigned: AssignedWork): Promise<void> {
    this.#pending = assigned;
    this.#last = assigned;
    this.#rejoinMs = scheduledRejoinMs(assigned.assignment, Date.now());
    this.#scheduleRejoin();
    await this.#parts.listener.assigned(assigned);
  }

  #scheduleRejoin(): void {
    clearTimeout(this.#rejoinTimer);
    if (this.#rejoinMs === null) return;
    const rejoin = (): void => this.#rejoin(['the delay is over']);
    this.#rejoinTimer = setTimeout(rejoin, Math.min(longestTimerMs, this.#rejoinMs - Date.now()));
  }

  async #resolve(assigned: AssignedWork): Promise<void> {
    const step = await this.#nextStep(assigned);
    if (step === null || this.#pending !== assigned) return;
    this.#pending = null;
    if (step.kind === 'start-work') this.#startWork(assigned);
    if (step.kind === 'rejoin') this.#rejoin(['the work was divided by another configuration than is known']);
    if (step.kind === 'start-work' && step.thenRejoin) this.#rejoin(['work was given up']);
  }

  /** `null` when this worker had to leave. */
  async #nextStep(assigned: AssignedWork): Promise<RebalanceStep | null> {
    const step = nextRebalanceStep(this.#viewOf(assigned));
    if (step.kind !== 'catch-up') return step;
    if (!(await this.#catchUp(assigned.protocol))) return null;
    const next = nextRebalanceStep(this.#viewOf(assigned));
    return step.thenRejoin || next.kind === 'catch-up' ? { kind: 'rejoin' } : next;
  }

  /** Who knows more than was divided can start what there still is of it; what is new asks for itself. */
  #viewOf({ assignment, isLeader }: AssignedWork): RebalanceView {
    const { offset } = this.#parts.config.snapshot;
    const configOffset = offset > assignment.configOffset ? assignment.configOffset : offset;
    return { assignment, isLeader, configOffset, scheduledRejoinMs: this.#rejoinMs, nowMs: Date.now() };
  }

  #startWork({ assignment }: AssignedWork): void {
    const config = this.#parts.config.snapshot;
    this.#divided = this.#dividedWork(assignment.configOffset, config);
    this.#parts.listener.start(assignment.assigned, config);
    this.reconsider(config, 'the configuration changed while the work was divided');
  }

  #dividedWork(offset: bigint, config: ClusterConfig): string | null {
    if (this.#joinedWith.offset === offset) return workSignature(this.#joinedWith);
    const now = workSignature(config);
    if (config.offset === offset) return now;
    // Between what was known then and what is known now: the same, where these are the same.
    return workSignature(this.#joinedWith) === now ? now : null;
  }

  #rejoin(reasons: readonly string[]): void {
    this.#parts.onRejoin(reasons);
    this.#member.requestRejoin();
  }

  async #catchUp(protocol: ConnectProtocol): Promise<boolean> {
    try {
      await this.#parts.config.readToEnd(this.#parts.syncTimeoutMs);
      this.#backoff.succeeded();
      return true;
    } catch (error) {
      if (!isRetriable(error)) throw error;
      this.#parts.log.warn({ err: error }, 'The config topic could not be read in time; leaving the group');
      this.#isOutOfSync = true;
      await this.#member.leaveForNow('taking too long to read the log');
      void this.#comeBack(protocol.isCooperative);
      return false;
    }
  }

  /** Tries to read the config topic again and again, and joins once that is done. */
  async #comeBack(isCooperative: boolean): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      const { pauseMs, stopsAll } = this.#backoff.failed(isCooperative);
      if (stopsAll) await this.#member.dropAll();
      await sleep(pauseMs, signal);
      const isRead = await this.#parts.config.readToEnd(this.#parts.syncTimeoutMs).then(
        () => true,
        () => false,
      );
      if (isRead) break;
    }
    if (signal.aborted) return;
    this.#backoff.succeeded();
    this.#isOutOfSync = false;
    this.#pending = null;
    this.#member.enter();
  }
}
