import { consumerProtocolType, errorCodes } from '@sluice/kafka-protocol';
import type { KafkaError } from '../../errors/kafka-error.ts';
import { refusal } from '../../errors/refusal.ts';
import { AssignorList } from '../../group/assignors/assignor-list.ts';
import { GroupMember } from '../../group/classic/group-member.ts';
import { needsHeartbeats } from '../../group/classic/member-state.ts';
import type { LeaveOptions } from '../../group/leave-options.ts';
import { GroupRequests } from '../../group/classic/group-requests.ts';
import type { Membership } from '../../group/membership.ts';
import type { RebalanceListener } from '../../group/rebalance-listener.ts';
import type { GroupSeat } from '../../group/seat/group-seat.ts';
import { SeatTeller } from '../../group/seat/seat-teller.ts';
import { classicOverdueMs } from '../../group/seat/seat-times.ts';
import type { Subscription } from '../subscription.ts';
import { ConsumerGroupOwner } from './consumer-group-owner.ts';
import { absenceAdvice, type Committer, type GroupSession, type GroupSessionParts } from './group-session.ts';
import { Handover } from './handover.ts';

/** In a group of the classic protocol: eager, or cooperative where all assignors are (KIP-429). */
export class ClassicSession implements GroupSession {
  readonly #parts: GroupSessionParts;
  readonly #assignors: AssignorList;
  readonly #owner: ConsumerGroupOwner;
  readonly #member: GroupMember;
  readonly #handover: Handover;
  #hasMetadata = false;

  constructor(parts: GroupSessionParts) {
    this.#parts = parts;
    this.#assignors = new AssignorList(parts.settings['partition.assignment.strategy']);
    this.#handover = new Handover(parts, parts.listener);
    this.#owner = new ConsumerGroupOwner({
      cluster: parts.cluster,
      assignors: this.#assignors,
      rackId: parts.settings['client.rack'],
      subscription: parts.subscription,
      owned: () => this.#handover.owned,
      generationId: () => this.#member.membership.generationId,
    });
    this.#member = newMember(parts, this.#owner);
    this.subscribe(parts.subscription, parts.listener);
  }

  get membership(): Membership {
    return this.#member.membership;
  }

  committer(): Committer {
    const { state, membership } = this.#member;
    const action = `Commit offsets of group ${this.#parts.groupId}`;
    if (state === 'syncing') {
      const detail = 'this consumer is in a rebalance; poll to come through it, and then commit';
      throw refusal({ code: errorCodes.REBALANCE_IN_PROGRESS, action, detail });
    }
    // A join waits for the other members, on the connection of the group; its generation goes on until all are there.
    if (membership.generationId >= 0) return { membership, purpose: state === 'joining' ? 'data' : 'group' };
    const detail = 'this consumer is not in its group now';
    throw refusal({ code: errorCodes.UNKNOWN_MEMBER_ID, action, detail });
  }

  subscribe(subscription: Subscription, listener: RebalanceListener): void {
    if (subscription.remotePattern !== null)
      throw new TypeError('A SubscriptionPattern needs group.protocol=consumer; use a RegExp instead');
    this.#handover.listener = listener;
    this.#owner.subscription = subscription;
    this.#hasMetadata = false;
    this.#parts.cluster.markStale();
  }

  refreshed(): void {
    this.#hasMetadata = true;
    if (this.#member.state === 'stable') this.#rebalanceIfOutdated();
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
      if (state === 'failed') throw this.#member.failure;
      if (state === 'revoking') await this.#release(() => this.#beforeJoin());
      else if (state === 'losing') await this.#release(() => this.#handover.loseAll());
      else if (state === 'handing-over') await this.#takeOver();
      else if (state === 'outside' && this.#hasMetadata) this.#member.enter();
      else return;
    }
  }

  requestRebalance(reason: string): void {
    this.#member.requestRebalance(reason);
  }

  refused(error: KafkaError, membership: Membership): void {
    this.#member.refused(error, membership);
  }

  async leave(options: LeaveOptions): Promise<void> {
    try {
      if (this.membership.generationId < 0) await this.#handover.loseAll();
      else await this.#handover.keepOnly([]);
    } finally {
      await this.#member.leave(options);
    }
  }

  async #release(giveUp: () => Promise<unknown>): Promise<void> {
    try {
      await giveUp();
    } finally {
      this.#member.released();
    }
  }

  /** A cooperative member keeps what it has until it knows what goes; what it no longer wants goes at once. */
  async #beforeJoin(): Promise<void> {
    const kept = this.#assignors.isCooperative ? this.#owner.wantedAmong(this.#handover.owned) : [];
    await this.#handover.keepOnly(kept);
  }

  async #takeOver(): Promise<void> {
    const { membership } = this.#member;
    const partitions = this.#owner.decode(this.#member.assignment);
    const countBefore = this.#handover.owned.length;
    try {
      await this.#handover.keepOnly(partitions);
    } finally {
      this.#owner.divided = { partitions, generationId: membership.generationId };
      // What was given up can go to others only with another division.
      if (this.#handover.owned.length < countBefore)
        this.#member.requestRebalance('need to revoke partitions and re-join');
      await this.#takeUnlessLost(partitions);
    }
  }

  /** While the listener was busy the group may have gone on without this member. */
  async #takeUnlessLost(partitions: Parameters<Handover['take']>[0]): Promise<void> {
    if (this.#member.state !== 'handing-over') return;
    try {
      await this.#handover.take(partitions);
    } finally {
      this.#member.takenOver();
      this.#rebalanceIfOutdated();
    }
  }

  #rebalanceIfOutdated(): void {
    const reason = this.#owner.whyOutdated(this.#member.isLeader);
    if (reason !== null) this.#member.requestRebalance(reason);
  }
}

function newMember(parts: GroupSessionParts, owner: ConsumerGroupOwner): GroupMember {
  const { settings, cluster, groupId, coordinator, log, metrics, seats, onChange } = parts;
  const maxMs = settings['max.poll.interval.ms'];
  const teller = new SeatTeller(seats);
  const member = new GroupMember({
    requests: new GroupRequests(coordinator, {
      groupId,
      groupInstanceId: settings['group.instance.id'],
      protocolType: consumerProtocolType,
      sessionTimeoutMs: settings['session.timeout.ms'],
      rebalanceTimeoutMs: maxMs,
    }),
    owner,
    heartbeatIntervalMs: settings['heartbeat.interval.ms'],
    absence: { maxMs, reason: 'consumer poll timeout has expired.', warning: absenceAdvice },
    backoff: cluster.retryBackoff,
    log,
    metrics,
    onChange: () => {
      teller.tell(seatOf(member, parts));
      onChange();
    },
    onBeat: () => seats.onBeat(),
  });
  return member;
}

function seatOf(
  { membership, state }: GroupMember,
  { settings, groupId }: GroupSessionParts,
): GroupSeat | null {
  if (membership.memberId === '') return null;
  return {
    protocol: 'classic',
    groupId,
    groupInstanceId: settings['group.instance.id'],
    ...membership,
    held: [],
    isBeating: needsHeartbeats(state),
    overdueAfterMs: classicOverdueMs(settings['session.timeout.ms'], settings['heartbeat.interval.ms']),
    maxAwayMs: settings['max.poll.interval.ms'],
  };
}
