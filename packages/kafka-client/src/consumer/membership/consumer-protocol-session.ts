import { errorCodes } from '@sluice/kafka-protocol';
import { KafkaError } from '../../errors/kafka-error.ts';
import { refusal } from '../../errors/refusal.ts';
import type { LeaveOptions } from '../../group/leave-options.ts';
import { ConsumerGroupRequests } from '../../group/consumer-protocol/consumer-group-requests.ts';
import { ConsumerMember } from '../../group/consumer-protocol/consumer-member.ts';
import { isBeating } from '../../group/consumer-protocol/consumer-member-state.ts';
import type { WantedTopics } from '../../group/consumer-protocol/heartbeat-fields.ts';
import { sameTarget, toEntries, type TopicIdPartitions } from '../../group/consumer-protocol/target.ts';
import { TopicNames } from '../../group/consumer-protocol/topic-names.ts';
import type { Membership } from '../../group/membership.ts';
import type { RebalanceListener } from '../../group/rebalance-listener.ts';
import type { GroupSeat } from '../../group/seat/group-seat.ts';
import { SeatTeller } from '../../group/seat/seat-teller.ts';
import { consumerOverdueMs } from '../../group/seat/seat-times.ts';
import { DueTimer } from '../../timing/due-timer.ts';
import type { TopicPartition } from '../../topic-partition.ts';
import type { Subscription } from '../subscription.ts';
import { absenceAdvice, type Committer, type GroupSession, type GroupSessionParts } from './group-session.ts';
import { Handover } from './handover.ts';

/** In a group of the consumer protocol (KIP-848): the coordinator divides, and nothing stops that does not move. */
export class ConsumerProtocolSession implements GroupSession {
  readonly #parts: GroupSessionParts;
  readonly #member: ConsumerMember;
  readonly #handover: Handover;
  readonly #names: TopicNames;
  readonly #nameTimer: DueTimer;
  #subscription: Subscription;
  #hasMetadata = false;
  /** What was taken over last. */
  #held: TopicIdPartitions = new Map();
  /** By the monotonic clock: topics without a name are not asked for again before. */
  #namesNotBeforeMs = 0;

  constructor(parts: GroupSessionParts) {
    this.#parts = parts;
    this.#subscription = parts.subscription;
    this.#handover = new Handover(parts, parts.listener);
    this.#names = new TopicNames(parts.cluster);
    this.#nameTimer = new DueTimer(parts.onChange);
    this.#member = newMember(parts, () => this.#wanted());
    this.subscribe(parts.subscription, parts.listener);
  }

  get membership(): Membership {
    return this.#member.membership;
  }

  committer(): Committer {
    const { membership } = this;
    if (membership.generationId > 0) return { membership, purpose: 'group' };
    throw refusal({
      code: errorCodes.UNKNOWN_MEMBER_ID,
      action: `Commit offsets of group ${this.#parts.groupId}`,
      detail: 'this consumer is not in its group now',
    });
  }

  subscribe(subscription: Subscription, listener: RebalanceListener): void {
    this.#handover.listener = listener;
    this.#subscription = subscription;
    this.#hasMetadata = false;
    this.#track();
    this.#parts.cluster.markStale();
  }

  refreshed(): void {
    this.#hasMetadata = true;
    this.#member.wantedMayHaveChanged();
  }

  pollBegan(): void {
    this.#member.ownerArrived();
  }

  pollEnded(): void {
    this.#member.ownerWent();
  }

  async advance(): Promise<void> {
    for (;;) {
      const { state } = this.#member;
      const complaint = this.#member.takeComplaint();
      if (complaint !== null) throw complaint;
      if (state === 'failed') throw this.#member.failure;
      if (state === 'losing') await this.#lose();
      else if (state === 'outside' && this.#hasMetadata) this.#member.enter();
      else if (state !== 'reconciling' || !(await this.#reconcile())) return;
    }
  }

  /** The coordinator divides when it sees a reason: there is nothing to ask it for. */
  requestRebalance(): void {
    this.#parts.log.info({}, 'With group.protocol=consumer a rebalance cannot be asked for');
  }

  refused(error: KafkaError, membership: Membership): void {
    this.#member.refused(error, membership);
  }

  async leave(options: LeaveOptions): Promise<void> {
    this.#nameTimer.clear();
    try {
      if (this.membership.generationId < 0) await this.#handover.loseAll();
      else await this.#handover.keepOnly([]);
    } finally {
      await this.#member.leave(options);
    }
  }

  async #lose(): Promise<void> {
    this.#held = new Map();
    try {
      await this.#handover.loseAll();
    } finally {
      this.#member.released();
    }
  }

  /** Gives up and takes over what is known by name; false when the rest has to wait. */
  async #reconcile(): Promise<boolean> {
    const { target } = this.#member;
    const { named, partitions } = await this.#resolve(target);
    const isComplete = sameTarget(named, target);
    if (!isComplete) this.#askAgainLater();
    if (!isComplete && sameTarget(named, this.#held)) return false;
    try {
      await this.#handover.keepOnly(partitions);
    } finally {
      await this.#takeUnlessLost(named, partitions);
    }
    return isComplete;
  }

  async #takeUnlessLost(named: TopicIdPartitions, partitions: readonly TopicPartition[]): Promise<void> {
    if (this.#member.state !== 'reconciling') return;
    try {
      const taking = this.#handover.take(partitions);
      this.#track();
      await taking;
    } finally {
      this.#held = named;
      this.#member.reconciled(named);
    }
  }

  async #resolve(target: TopicIdPartitions): ReturnType<TopicNames['resolve']> {
    const mayAsk = performance.now() >= this.#namesNotBeforeMs;
    try {
      return await this.#names.resolve(target, mayAsk);
    } catch (error) {
      if (!(error instanceof KafkaError && error.retriable)) throw error;
      return await this.#names.resolve(target, false);
    }
  }

  #askAgainLater(): void {
    const nowMs = performance.now();
    if (nowMs < this.#namesNotBeforeMs) return;
    this.#namesNotBeforeMs = nowMs + this.#parts.cluster.retryBackoff.maxMs;
    this.#nameTimer.arm(this.#namesNotBeforeMs);
  }

  #wanted(): WantedTopics {
    const names = this.#subscription.topicsAmong(this.#parts.cluster.topics());
    return { names, regex: this.#subscription.remotePattern };
  }

  /** Where the coordinator chooses the topics, those are of interest that it has given. */
  #track(): void {
    const { remotePattern, tracked } = this.#subscription;
    const { cluster } = this.#parts;
    if (remotePattern === null) return cluster.trackOnly(tracked);
    cluster.trackOnly(new Set(this.#handover.owned.map(({ topic }) => topic)));
    cluster.markStale();
  }
}

function newMember(parts: GroupSessionParts, wanted: () => WantedTopics): ConsumerMember {
  const { settings, cluster, groupId, coordinator, log, metrics, seats, onChange } = parts;
  const groupInstanceId = settings['group.instance.id'];
  const rackId = settings['client.rack'];
  const maxMs = settings['max.poll.interval.ms'];
  const teller = new SeatTeller(seats);
  const tellSeat = (): void => teller.tell(seatOf(member, parts));
  const member = new ConsumerMember({
    requests: new ConsumerGroupRequests(coordinator, {
      groupId,
      groupInstanceId,
      memberId: crypto.randomUUID(),
    }),
    fixed: {
      rebalanceTimeoutMs: maxMs,
      serverAssignor: settings['group.remote.assignor'],
      rackId: rackId === '' ? null : rackId,
    },
    wanted,
    absence: { maxMs, reason: '', warning: absenceAdvice },
    backoff: cluster.retryBackoff,
    log,
    metrics,
    onChange: () => {
      tellSeat();
      onChange();
    },
    onBeat: () => {
      seats.onBeat();
      tellSeat();
    },
    wasActedFor: () => seats.wasActedFor(),
  });
  return member;
}

function seatOf(member: ConsumerMember, { settings, groupId }: GroupSessionParts): GroupSeat | null {
  const { membership, state, held, heartbeatIntervalMs } = member;
  if (membership.memberId === '') return null;
  return {
    protocol: 'consumer',
    groupId,
    groupInstanceId: settings['group.instance.id'],
    ...membership,
    held: toEntries(held),
    isBeating: isBeating(state),
    overdueAfterMs: consumerOverdueMs(heartbeatIntervalMs),
    maxAwayMs: settings['max.poll.interval.ms'],
  };
}
