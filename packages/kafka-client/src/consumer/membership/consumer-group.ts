import { KafkaError } from '../../errors/kafka-error.ts';
import type { LeaveOptions } from '../../group/leave-options.ts';
import { CommitMetrics } from '../../group/commit-metrics.ts';
import { Coordinator } from '../../group/coordinator.ts';
import { GroupOffsets, type PartitionOffset } from '../../group/group-offsets.ts';
import { MemberMetrics } from '../../group/member-metrics.ts';
import { noMembership } from '../../group/membership.ts';
import type { RebalanceListener } from '../../group/rebalance-listener.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { Metric } from '../../metrics/metric.ts';
import { isRetriableError, retry } from '../../timing/retry.ts';
import type { GroupMetadata } from '../../transaction/group-metadata.ts';
import type { TopicPartition } from '../../topic-partition.ts';
import type { Subscription } from '../subscription.ts';
import { ClassicSession } from './classic-session.ts';
import { ConsumerProtocolSession } from './consumer-protocol-session.ts';
import type { Committer, GroupSession, GroupSessionParts } from './group-session.ts';

export type ConsumerGroupParts = Omit<
  GroupSessionParts,
  'cluster' | 'coordinator' | 'metrics' | 'subscription' | 'listener'
> & { readonly cluster: Cluster };

/** What a consumer has to do with its group: its offsets and, once it has subscribed, its membership. */
export class ConsumerGroup {
  readonly offsets: GroupOffsets;
  readonly #parts: ConsumerGroupParts;
  readonly #coordinator: Coordinator;
  readonly #memberMetrics = new MemberMetrics('consumer');
  readonly #commitMetrics: CommitMetrics;
  #session: GroupSession | null = null;

  constructor(parts: ConsumerGroupParts) {
    const { cluster, settings, groupId, assignment } = parts;
    this.#parts = parts;
    this.#coordinator = new Coordinator(cluster, groupId);
    this.#commitMetrics = new CommitMetrics(() => assignment.partitions().length);
    this.offsets = new GroupOffsets({
      coordinator: this.#coordinator,
      groupId,
      groupInstanceId: settings['group.instance.id'],
      reader: () => (this.#isConsumerProtocol ? (this.#session?.membership ?? noMembership) : noMembership),
      backoff: cluster.retryBackoff,
      metrics: this.#commitMetrics,
    });
  }

  /** `null` while the consumer has not subscribed. */
  get session(): GroupSession | null {
    return this.#session;
  }

  get metadata(): GroupMetadata {
    const { groupId, settings } = this.#parts;
    const membership = this.#session?.membership ?? noMembership;
    return { groupId, groupInstanceId: settings['group.instance.id'], ...membership };
  }

  subscribe(subscription: Subscription, listener: RebalanceListener): void {
    if (this.#session !== null) return this.#session.subscribe(subscription, listener);
    const parts = {
      ...this.#parts,
      coordinator: this.#coordinator,
      metrics: this.#memberMetrics,
      subscription,
      listener,
    };
    this.#session = this.#isConsumerProtocol ? new ConsumerProtocolSession(parts) : new ClassicSession(parts);
  }

  async leave(options: LeaveOptions): Promise<void> {
    try {
      await this.#session?.leave(options);
    } finally {
      this.#session = null;
    }
  }

  /**
   * Commits with one try.
   * @throws KafkaError
   */
  async commitOnce(offsets: readonly PartitionOffset[]): Promise<void> {
    const committer = this.#committer();
    try {
      await this.offsets.commit(offsets, committer);
    } catch (error) {
      if (error instanceof KafkaError) this.#session?.refused(error, committer.membership);
      throw error;
    }
  }

  /** Commits, trying again while that may help. */
  async commit(offsets: readonly PartitionOffset[]): Promise<void> {
    // The epoch of a member may rise while a commit is on its way; the partitions are its own as before.
    const mayPass = (error: unknown): boolean =>
      isRetriableError(error) || (error instanceof KafkaError && error.is('STALE_MEMBER_EPOCH'));
    await this.#retry(() => this.commitOnce(offsets), mayPass);
  }

  async committed(partitions: readonly TopicPartition[]): Promise<readonly Required<PartitionOffset>[]> {
    if (partitions.length === 0) return [];
    return await this.#retry(() => this.offsets.fetch(partitions), isRetriableError);
  }

  metrics(): Metric[] {
    return [...this.#commitMetrics.metrics(), ...this.#memberMetrics.metrics()];
  }

  get #isConsumerProtocol(): boolean {
    return this.#parts.settings['group.protocol'] === 'consumer';
  }

  #committer(): Committer {
    return this.#session?.committer() ?? { membership: noMembership, purpose: 'group' };
  }

  #retry<T>(attempt: () => Promise<T>, mayPass: (error: unknown) => boolean): Promise<T> {
    const { cluster, settings } = this.#parts;
    return retry(attempt, {
      timeoutMs: settings['default.api.timeout.ms'],
      backoff: cluster.retryBackoff,
      signal: cluster.closeSignal,
      mayPass,
    });
  }
}
