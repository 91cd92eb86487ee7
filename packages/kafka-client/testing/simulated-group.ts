import type { TopicMetadata } from '../src/cluster/topic-metadata.ts';
import type { SessionCluster } from '../src/consumer/membership/group-session.ts';
import { ClassicGroupModel } from './classic-group-model.ts';
import { SimulatedMember } from './simulated-member.ts';

const topicNames = ['t', 'u'];

/** A cluster that knows everything at once. */
class KnownCluster {
  readonly counts = new Map(topicNames.map((name, index) => [name, 5 - index]));

  topic(name: string): TopicMetadata | undefined {
    const count = this.counts.get(name) ?? 0;
    const partition = { leader: 1, leaderEpoch: 0, replicas: [1], inSyncReplicas: [1] };
    const partitions = Array.from({ length: count }, (_, index) => ({ ...partition, partition: index }));
    return { name, topicId: name, errorCode: 0, isInternal: false, partitions };
  }

  asCluster(): SessionCluster {
    const cluster: Partial<SessionCluster> = {
      topic: (name) => this.topic(name),
      topics: () => [],
      rackOf: () => null,
      trackOnly: () => undefined,
      refresh: () => Promise.resolve(),
      markStale: () => undefined,
      retryBackoff: { initialMs: 20, maxMs: 200 },
    };
    return cluster as SessionCluster;
  }
}

/** Something that happens in a group, and how long nothing else happens after it. */
export type Step =
  | { readonly kind: 'wait' | 'start' | 'grow'; readonly ms: number }
  | {
      readonly kind: 'leave' | 'crash' | 'cut' | 'heal' | 'enforce' | 'want';
      readonly who: number;
      readonly ms: number;
    };

export interface SimulatedGroupOptions {
  readonly strategy: string;
  /** Every so many calls the listeners of the members throw; 0 for never. */
  readonly throwsEvery: number;
  /** Lets time pass. */
  readonly advance: (ms: number) => Promise<unknown>;
}

/** Up to six members in a modelled group, with the clock in the hands of the test. */
export class SimulatedGroup {
  readonly #cluster = new KnownCluster();
  readonly model = new ClassicGroupModel({ sessionTimeoutMs: 1000, rebalanceTimeoutMs: 3000 });
  readonly #options: SimulatedGroupOptions;
  readonly members: SimulatedMember[] = [];
  readonly problems: string[] = [];

  constructor(options: SimulatedGroupOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.members.length >= 6) return;
    const { strategy, throwsEvery } = this.#options;
    const listenerMs = this.members.length * 7;
    const cluster = this.#cluster.asCluster();
    const options = { model: this.model, cluster, strategy, throwsEvery, listenerMs };
    this.members.push(new SimulatedMember(options, topicNames));
  }

  take(taken: Step): void {
    if (taken.kind === 'start') this.start();
    if (taken.kind === 'grow') this.#grow();
    if (!('who' in taken)) return;
    const member = this.members[taken.who % Math.max(1, this.members.length)];
    if (member !== undefined) this.#takeWith(member, taken.kind);
  }

  /** Lets time pass; at every moment each partition has one owner at most of those whom the group counts on. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 20) {
      await this.#options.advance(20);
      const owned = this.members.filter(({ isCurrent }) => isCurrent).flatMap((one) => one.owned);
      if (owned.length > new Set(owned).size) this.problems.push(`two owners at once: ${owned.join()}`);
    }
  }

  /** Ends all troubles; then all members are in the group, and each partition has an owner. */
  async settle(): Promise<void> {
    for (const member of this.members) member.isReachable = true;
    await this.pass(15_000);
    this.problems.push(...this.members.flatMap(({ complaints }) => complaints));
    const isSettled = this.model.isStable && this.members.every(({ isCurrent }) => isCurrent);
    if (!isSettled || this.model.memberIds.length !== this.members.length)
      this.problems.push('a member hangs');
    const owned = this.members.flatMap((one) => one.owned).sort();
    if (this.members.length > 0 && owned.join() !== this.#allPartitions().join())
      this.problems.push(`not one owner for each: ${owned.join()}`);
  }

  #takeWith(member: SimulatedMember, kind: Step['kind']): void {
    if (kind === 'cut') member.isReachable = false;
    if (kind === 'heal') member.isReachable = true;
    if (kind === 'enforce') member.session.requestRebalance('enforced');
    if (kind === 'want') member.want(topicNames);
    if (kind !== 'leave' && kind !== 'crash') return;
    this.members.splice(this.members.indexOf(member), 1);
    if (kind === 'leave') void member.leave();
    else member.crash();
  }

  #grow(): void {
    this.#cluster.counts.set('t', (this.#cluster.counts.get('t') ?? 0) + 1);
    for (const { session } of this.members) session.refreshed();
  }

  #allPartitions(): string[] {
    return [...this.#cluster.counts]
      .flatMap(([topic, count]) => Array.from({ length: count }, (_, index) => `${topic}-${index}`))
      .sort();
  }
}
