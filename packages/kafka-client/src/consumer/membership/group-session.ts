import type { ClientLog } from '../../client-log.ts';
import type { LinkPurpose } from '../../cluster/broker-links.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { KafkaError } from '../../errors/kafka-error.ts';
import type { Assignment } from '../../fetch/state/assignment.ts';
import type { LeaveOptions } from '../../group/leave-options.ts';
import type { Coordinator } from '../../group/coordinator.ts';
import type { MemberMetrics } from '../../group/member-metrics.ts';
import type { SeatListener } from '../../group/seat/group-seat.ts';
import type { Membership } from '../../group/membership.ts';
import type { RebalanceListener } from '../../group/rebalance-listener.ts';
import type { ConsumerSettings } from '../../settings/consumer-settings.ts';
import type { Subscription } from '../subscription.ts';

/** What a session needs to know of the cluster. */
export type SessionCluster = Pick<
  Cluster,
  'topic' | 'topics' | 'rackOf' | 'trackOnly' | 'refresh' | 'markStale' | 'retryBackoff'
> & { readonly links: Pick<Cluster['links'], 'requestAny'> };

export interface GroupSessionParts {
  readonly cluster: SessionCluster;
  readonly settings: ConsumerSettings;
  readonly groupId: string;
  readonly coordinator: Coordinator;
  readonly assignment: Assignment;
  readonly subscription: Subscription;
  readonly listener: RebalanceListener;
  readonly log: ClientLog;
  readonly metrics: MemberMetrics;
  /** Hears of this consumer's place in the group. */
  readonly seats: SeatListener;
  /** Awaited before partitions are given up. */
  readonly beforeRevoked: () => Promise<void>;
  readonly onChange: () => void;
}

export interface Committer {
  readonly membership: Membership;
  readonly purpose: LinkPurpose;
}

/** A consumer's part in its group, by either protocol: it gets and loses partitions in the consumer's own turns. */
export interface GroupSession {
  /** How the group knows this consumer; `generationId` is -1 while it is not in the group. */
  readonly membership: Membership;
  /**
   * As whom to commit, and on which connection.
   * @throws KafkaError when the group would not take a commit of this consumer now.
   */
  committer(): Committer;
  subscribe(subscription: Subscription, listener: RebalanceListener): void;
  /** The consumer knows more of the cluster. */
  refreshed(): void;
  pollBegan(): void;
  pollEnded(): void;
  /**
   * Does what it is the consumer's turn to do.
   * @throws KafkaError when the group does not want this member; whatever the listener throws.
   */
  advance(): Promise<void>;
  /** Has the group divided anew. */
  requestRebalance(reason: string): void;
  /** The coordinator refused something that was asked for as this member. */
  refused(error: KafkaError, membership: Membership): void;
  /** Gives up what is assigned and leaves the group. */
  leave(options: LeaveOptions): Promise<void>;
}

export const absenceAdvice =
  'The member leaves the group: the time between two polls was longer than max.poll.interval.ms; ' +
  'process faster, raise it, or lower max.poll.records';
