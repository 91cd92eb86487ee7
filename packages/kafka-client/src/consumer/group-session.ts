import { consumerProtocolType } from '@sluice/kafka-protocol';
import type { ClientLog } from '../client-log.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Assignment } from '../fetch/state/assignment.ts';
import type { Coordinator } from '../group/coordinator.ts';
import { GroupMember } from '../group/group-member.ts';
import { GroupRequests } from '../group/group-requests.ts';
import type { Membership } from '../group/membership.ts';
import type { RebalanceListener } from '../group/rebalance-listener.ts';
import type { ConsumerSettings } from '../settings/consumer-settings.ts';
import { ConsumerGroupOwner } from './consumer-group-owner.ts';
import type { Subscription } from './subscription.ts';

export interface GroupSessionParts {
  readonly cluster: Cluster;
  readonly settings: ConsumerSettings;
  readonly groupId: string;
  readonly coordinator: Coordinator;
  readonly assignment: Assignment;
  readonly subscription: Subscription;
  readonly listener: RebalanceListener;
  readonly log: ClientLog;
  /** Awaited before partitions are given up. */
  readonly beforeRevoked: () => Promise<void>;
  readonly onChange: () => void;
}

/** A consumer's part in its group: takes assignments over and gives them up, in the consumer's own turns. */
export class GroupSession {
  readonly #parts: GroupSessionParts;
  readonly #owner: ConsumerGroupOwner;
  readonly #member: GroupMember;
  #hasMetadata = false;

  constructor(parts: GroupSessionParts) {
    const { settings, cluster, groupId, coordinator } = parts;
    this.#parts = parts;
    this.#owner = new ConsumerGroupOwner(cluster, parts.subscription);
    this.#member = new GroupMember({
      requests: new GroupRequests(coordinator, {
        groupId,
        groupInstanceId: settings['group.instance.id'],
        protocolType: consumerProtocolType,
        sessionTimeoutMs: settings['session.timeout.ms'],
        rebalanceTimeoutMs: settings['max.poll.interval.ms'],
      }),
      owner: this.#owner,
      heartbeatIntervalMs: settings['heartbeat.interval.ms'],
      maxAbsenceMs: settings['max.poll.interval.ms'],
      backoff: cluster.retryBackoff,
      log: parts.log,
      onChange: parts.onChange,
    });
    this.subscribe(parts.subscription);
  }

  get membership(): Membership {
    return this.#member.membership;
  }

  get isStable(): boolean {
    return this.#member.state === 'stable';
  }

  subscribe(subscription: Subscription): void {
    this.#owner.subscription = subscription;
    this.#hasMetadata = false;
    this.#parts.cluster.markStale();
  }

  /** The consumer knows more of the cluster. */
  refreshed(): void {
    this.#hasMetadata = true;
    if (this.isStable) this.#rebalanceIfOutdated();
  }

  pollBegan(): void {
    this.#member.ownerArrived();
  }

  pollEnded(): void {
    this.#member.ownerWent();
  }

  /**
   * Does what it is the consumer's turn to do; true when the assignment stands.
   * @throws KafkaError when the group does not want this member; whatever the listener throws.
   */
  async advance(): Promise<boolean> {
    for (;;) {
      const { state } = this.#member;
      if (state === 'stable') return true;
      if (state === 'failed') throw this.#member.failure;
      if (state === 'revoking') await this.#release(() => this.#revoke());
      else if (state === 'losing') await this.#release(() => this.#lose());
      else if (state === 'handing-over') await this.#takeOver();
      else if (state === 'outside' && this.#hasMetadata) this.#member.enter();
      else return false;
    }
  }

  /** Gives up what is assigned and leaves the group. */
  async leave(): Promise<void> {
    const { state } = this.#member;
    try {
      if (state === 'losing') await this.#lose();
      else await this.#revoke();
    } finally {
      await this.#member.leave();
    }
  }

  async #release(giveUp: () => Promise<void>): Promise<void> {
    try {
      await giveUp();
    } finally {
      this.#member.released();
    }
  }

  async #revoke(): Promise<void> {
    const { assignment, listener, beforeRevoked } = this.#parts;
    const partitions = assignment.partitions();
    if (partitions.length === 0) return;
    try {
      await beforeRevoked();
      await listener.onPartitionsRevoked?.(partitions);
    } finally {
      assignment.replace([]);
    }
  }

  async #lose(): Promise<void> {
    const { assignment, listener } = this.#parts;
    const partitions = assignment.partitions();
    assignment.replace([]);
    if (partitions.length === 0) return;
    // A listener that tells no difference is told in the only way it knows, as in Java.
    await (listener.onPartitionsLost ?? listener.onPartitionsRevoked)?.call(listener, partitions);
  }

  async #takeOver(): Promise<void> {
    const { assignment, listener } = this.#parts;
    const partitions = this.#owner.decode(this.#member.assignment);
    assignment.replace(partitions);
    try {
      await listener.onPartitionsAssigned?.(partitions);
    } finally {
      this.#member.takenOver();
      this.#rebalanceIfOutdated();
    }
  }

  #rebalanceIfOutdated(): void {
    if (this.#owner.isOutdated(this.#member.isLeader)) this.#member.requestRebalance();
  }
}
