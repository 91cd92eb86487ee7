import { errorCodes, isRetriable } from '@sluice/kafka-protocol';
import type { ClientLog } from '../../client-log.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import type { BackoffOptions } from '../../timing/backoff.ts';
import { timerMs } from '../../timing/delay.ts';
import type { AbsenceRule } from '../absence-rule.ts';
import type { LeaveOptions } from '../leave-options.ts';
import type { MemberMetrics } from '../member-metrics.ts';
import { noMembership, sameMembership, type Membership } from '../membership.ts';
import type { GroupOwner } from './group-owner.ts';
import type { GroupRequests, JoinResponse } from './group-requests.ts';
import { Heartbeats } from './heartbeats.ts';
import { JoinRequests } from './join-requests.ts';
import {
  needsHeartbeats,
  nextMemberState,
  type MemberAction,
  type MemberEvent,
  type MemberState,
} from './member-state.ts';

export interface GroupMemberParts {
  readonly requests: GroupRequests;
  readonly owner: GroupOwner;
  readonly heartbeatIntervalMs: number;
  readonly absence: AbsenceRule;
  readonly backoff: BackoffOptions;
  readonly log: ClientLog;
  readonly metrics: MemberMetrics;
  /** Called when the state has changed, or the coordinator stopped answering or answers again. */
  readonly onChange: () => void;
  /** Called when the group has heard of this member. */
  readonly onBeat?: () => void;
}

/**
 * A member of a group by the classic protocol, of any protocol type. Requests and heartbeats go on by themselves; in
 * the states in which it is the owner's turn nothing goes on until the owner says so, but for heartbeats.
 */
export class GroupMember {
  readonly #parts: GroupMemberParts;
  readonly #heartbeats: Heartbeats;
  readonly #joins: JoinRequests;
  #state: MemberState = 'outside';
  #membership = noMembership;
  #joined: JoinResponse | null = null;
  #assignment: Buffer | null = null;
  #failure: KafkaError | null = null;
  #joinReason = '';
  #isRebalanceWanted = false;
  #silentSinceMs: number | null = null;
  #absenceTimer: NodeJS.Timeout | undefined;
  #leaving: Promise<void> = Promise.resolve();

  constructor(parts: GroupMemberParts) {
    const { requests, owner, backoff, metrics } = parts;
    this.#parts = parts;
    this.#joins = new JoinRequests({
      requests,
      owner,
      backoff,
      metrics,
      onUnwantedId: (memberId) => this.#returnId(memberId),
      onMemberId: (memberId) => (this.#membership = { memberId, generationId: -1 }),
      onJoined: (response) => this.#wasLetIn(response),
      onSynced: (assignment) => this.#wasAssigned(assignment),
      onFailed: (error) => this.#requestFailed(error),
    });
    this.#heartbeats = new Heartbeats({
      intervalMs: parts.heartbeatIntervalMs,
      retryMs: Math.min(backoff.initialMs, parts.heartbeatIntervalMs),
      beat: () => metrics.timed('heartbeat', () => requests.heartbeat(this.#membership)),
      onAnswered: () => this.#answered(),
      onRefused: (error) => this.#heartbeatRefused(error),
    });
  }

  get state(): MemberState {
    return this.#state;
  }

  get membership(): Membership {
    return this.#membership;
  }

  /** The member id of the leader of this generation; `null` outside of one. */
  get leaderId(): string | null {
    return this.#joined?.leader ?? null;
  }

  get isLeader(): boolean {
    return this.leaderId !== null && this.leaderId === this.#membership.memberId;
  }

  /** Which of the owner's offers the group has chosen; `null` outside of a generation. */
  get protocolName(): string | null {
    return this.#joined?.protocolName ?? null;
  }

  /** What the leader gave this member with the last sync; empty bytes for nothing. */
  get assignment(): Buffer {
    return this.#assignment ?? Buffer.alloc(0);
  }

  /** In `failed`: why. */
  get failure(): KafkaError {
    return this.#failure ?? new KafkaError(-1, 'The group does not want this member');
  }

  /** For how long the coordinator has not answered or not been found; `null` while it answers. */
  get silentForMs(): number | null {
    return this.#silentSinceMs === null ? null : performance.now() - this.#silentSinceMs;
  }

  enter(): void {
    this.#dispatch('enter');
  }

  /**
   * Has the group divided anew, because something changed that its division rests on. What is asked for while the last
   * division is being handed over is done after that.
   */
  requestRebalance(reason: string): void {
    const { state } = this;
    if (state !== 'syncing' && state !== 'handing-over' && state !== 'stable') return;
    this.#joinReason = reason;
    this.#isRebalanceWanted = state !== 'stable';
    if (state === 'stable') this.#dispatch('rebalance');
  }

  takenOver(): void {
    this.#dispatch('taken-over');
    if (this.#isRebalanceWanted) this.requestRebalance(this.#joinReason);
  }

  released(): void {
    this.#dispatch('released');
  }

  /** The owner begins a turn. */
  ownerArrived(): void {
    clearTimeout(this.#absenceTimer);
  }

  /** The owner ends its turn: if the next one does not begin in time, the member leaves the group. */
  ownerWent(): void {
    clearTimeout(this.#absenceTimer);
    this.#absenceTimer = setTimeout(() => this.#overdue(), timerMs(this.#parts.absence.maxMs));
  }

  /** Something that was asked for as this member was refused, such as a commit: that tells where the member stands. */
  refused(error: KafkaError, membership: Membership): void {
    if (!sameMembership(membership, this.#membership)) return;
    const event = eventOf(error);
    const isTelling = event === 'lost' || event === 'outdated' || event === 'rebalance';
    if (isTelling || error.is('FENCED_INSTANCE_ID')) this.#refusedOr(event, error);
  }

  /** Leaves; resolves when the group was told, or could not be. */
  async leave({ reason, operation = 'default' }: LeaveOptions): Promise<void> {
    clearTimeout(this.#absenceTimer);
    if (operation === 'remain') this.#membership = noMembership;
    this.#dispatch('leave', { reason, isForGood: operation === 'leave' });
    await this.#leaving;
  }

  #dispatch(event: MemberEvent, leaving = { reason: this.#parts.absence.reason, isForGood: false }): void {
    const before = this.#state;
    const { state, action } = nextMemberState(before, event);
    this.#state = state;
    if (action === 'quit')
      this.#quit({ ...leaving, isWaiting: before === 'joining' || before === 'syncing' });
    else this.#act(action);
    this.#heartbeats.isWanted = needsHeartbeats(state);
    if (state !== before) this.#parts.onChange();
  }

  #act(action: Exclude<MemberAction, 'quit'>): void {
    const { memberId } = this.#membership;
    if (action === 'forget') this.#forget('');
    if (action === 'forget-generation') this.#forget(memberId);
    if (action === 'join') this.#join(memberId);
    if (action === 'sync' && this.#joined !== null) this.#joins.sync(this.#membership, this.#joined);
  }

  #join(memberId: string): void {
    this.#parts.metrics.rebalanceBegan();
    this.#joins.join(memberId, this.#joinReason);
  }

  #forget(memberId: string): void {
    this.#joins.abandon();
    this.#membership = { memberId, generationId: -1 };
    this.#joined = null;
    this.#isRebalanceWanted = false;
  }

  #quit(leaving: Parameters<GroupRequests['leave']>[1]): void {
    const membership = this.#membership;
    this.#forget('');
    const told = this.#tellOfLeaving(membership, leaving);
    const idKnown = membership.memberId === '' ? withinMs(this.#joins.idKnown, idPatienceMs) : null;
    this.#leaving = Promise.all([told, idKnown]).then(() => undefined);
  }

  async #tellOfLeaving(
    membership: Membership,
    leaving: Parameters<GroupRequests['leave']>[1],
  ): Promise<void> {
    try {
      await this.#parts.requests.leave(membership, leaving);
    } catch (error) {
      this.#parts.log.debug({ err: error }, 'The group could not be told that a member leaves');
    }
  }

  /** The group would wait for the member with this id until its session is over. */
  async #returnId(memberId: string): Promise<void> {
    const { reason } = this.#parts.absence;
    const leaving = { reason, isForGood: false, isWaiting: false };
    await this.#tellOfLeaving({ memberId, generationId: -1 }, leaving);
  }

  #wasLetIn(response: JoinResponse): void {
    const { memberId, generationId } = response;
    this.#answered();
    this.#membership = { memberId, generationId };
    this.#joined = response;
    this.#joinReason = '';
    this.#isRebalanceWanted = false;
    this.#dispatch('joined');
  }

  #wasAssigned(assignment: Buffer): void {
    this.#answered();
    this.#parts.metrics.rebalanceEnded();
    this.#assignment = assignment;
    this.#dispatch('synced');
  }

  #requestFailed(error: KafkaError): void {
    const event = eventOf(error);
    this.#joinReason = `rebalance failed due to ${error.errorName}`;
    this.#parts.metrics.rebalanceFailed();
    // A join that comes while the others are joining has to come again.
    const isAgain = event === 'again' || (event === 'rebalance' && this.#state === 'joining');
    if (!isAgain) return this.#refusedOr(event, error);
    this.#silent(error);
    this.#joins.later(() => this.#dispatch('again'));
  }

  #heartbeatRefused(error: KafkaError): void {
    const event = eventOf(error);
    if (event === 'again') return this.#silent(error);
    this.#answered();
    this.#refusedOr(event, error);
  }

  #refusedOr(event: MemberEvent, error: KafkaError): void {
    if (event === 'refused') this.#failure = error;
    if (event === 'lost' || event === 'outdated')
      this.#parts.log.warn({ err: error }, 'The group has gone on without this member; joining again');
    this.#dispatch(event);
  }

  #answered(): void {
    this.#parts.onBeat?.();
    if (this.#silentSinceMs === null) return;
    this.#silentSinceMs = null;
    this.#parts.onChange();
  }

  #silent(error: KafkaError): void {
    if (this.#silentSinceMs !== null) return;
    this.#silentSinceMs = performance.now();
    this.#parts.log.info({ err: error }, 'The coordinator of the group does not answer; trying again');
    this.#parts.onChange();
  }

  #overdue(): void {
    const before = this.#membership;
    this.#dispatch('overdue');
    if (before.memberId === '') return;
    const { maxMs, warning } = this.#parts.absence;
    this.#parts.log.warn({ maxMs }, warning);
  }
}

/** How long a member that leaves waits for the id that it has asked for. */
const idPatienceMs = 1000;

async function withinMs(promise: Promise<void>, timeoutMs: number): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  await Promise.race([promise, over]);
  clearTimeout(timer);
}

/** What an error in an answer of the group means to a member. */
function eventOf({
  code,
}: KafkaError): Extract<MemberEvent, 'lost' | 'outdated' | 'rebalance' | 'again' | 'refused'> {
  if (code === errorCodes.UNKNOWN_MEMBER_ID) return 'lost';
  if (code === errorCodes.ILLEGAL_GENERATION) return 'outdated';
  if (code === errorCodes.REBALANCE_IN_PROGRESS) return 'rebalance';
  return isRetriable(code) ? 'again' : 'refused';
}
