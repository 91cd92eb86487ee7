import type { ByteRange, PartitionOffset, TopicPartition } from '@sluice/connect-api';
import type { Metric } from '@sluice/kafka-client';
import { partitionKey } from '../src/sink-task/partition-table.ts';
import type {
  AssignmentListener,
  ConsumedPartition,
  ConsumedRecords,
  RecordConsumer,
} from '../src/sink-task/record-consumer.ts';
import { InMemoryChanges } from './in-memory-changes.ts';

interface Partition extends TopicPartition {
  readonly values: (string | null)[];
  committed: number;
}

interface Assigned {
  position: number;
  paused: boolean;
}

type Rebalance = 'assign' | 'revoke' | 'lose';

/** A consumer whose broker and group are the test. Rebalances are carried out within the next `poll`. */
export class InMemoryConsumer implements RecordConsumer {
  /** At most so many records a poll and partition. */
  maxRecords = 3;
  /** What commits reject with while it is set. */
  commitError: Error | null = null;
  /** While set, commits wait for it. */
  commitGate: Promise<void> | null = null;
  readonly commits: PartitionOffset[] = [];
  readonly pollTimeoutsMs: number[] = [];
  subscription: readonly string[] | RegExp = [];
  isClosed = false;
  readonly #partitions = new Map<string, Partition>();
  readonly #assigned = new Map<string, Assigned>();
  readonly #rebalances: { readonly kind: Rebalance; readonly partitions: readonly TopicPartition[] }[] = [];
  readonly #changes = new InMemoryChanges();
  #listener: AssignmentListener | null = null;
  #wakeup = false;

  /** Appends records; the partition is there from then on. */
  produce(partition: TopicPartition, ...values: readonly (string | null)[]): void {
    this.#partition(partition).values.push(...values);
    this.#changes.announce();
  }

  metrics(): readonly Metric[] {
    return [];
  }

  assign(...partitions: readonly TopicPartition[]): void {
    this.#rebalance('assign', partitions);
  }

  revoke(...partitions: readonly TopicPartition[]): void {
    this.#rebalance('revoke', partitions);
  }

  lose(...partitions: readonly TopicPartition[]): void {
    this.#rebalance('lose', partitions);
  }

  committed(partition: TopicPartition): number {
    return this.#partition(partition).committed;
  }

  fetchCommitted(partitions: readonly TopicPartition[]): Promise<readonly PartitionOffset[]> {
    const last = (one: TopicPartition) =>
      this.commits.findLast((to) => partitionKey(to) === partitionKey(one));
    return Promise.resolve(partitions.map(last).filter((offset) => offset !== undefined));
  }

  endOffset(partition: TopicPartition): number {
    return this.#partition(partition).values.length;
  }

  paused(): TopicPartition[] {
    return this.assignment().filter((partition) => this.#assigned.get(partitionKey(partition))?.paused);
  }

  subscribe(topics: readonly string[] | RegExp, listener: AssignmentListener): void {
    this.subscription = topics;
    this.#listener = listener;
  }

  async poll(timeoutMs: number): Promise<readonly ConsumedPartition[]> {
    this.pollTimeoutsMs.push(timeoutMs);
    const timer = setTimeout(() => this.wakeup(), timeoutMs);
    await this.#changes.until(
      () => this.#wakeup || this.isClosed || this.#rebalances.length > 0 || this.#fetchable().length > 0,
    );
    clearTimeout(timer);
    this.#wakeup = false;
    for (let next = this.#rebalances.shift(); next !== undefined; next = this.#rebalances.shift()) {
      await this.#carryOut(next.kind, next.partitions);
    }
    return this.#fetchable().map((partition) => this.#fetch(partition));
  }

  wakeup(): void {
    this.#wakeup = true;
    this.#changes.announce();
  }

  assignment(): readonly TopicPartition[] {
    return [...this.#assigned.keys()].map((key) => {
      const { topic, partition } = this.#partitions.get(key) as Partition;
      return { topic, partition };
    });
  }

  lag(): number {
    const lags = [...this.#assigned].map(([key, { position }]) => {
      const { values } = this.#partitions.get(key) as Partition;
      return values.length - position;
    });
    return lags.reduce((sum, lag) => sum + lag, 0);
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#own(partition).paused = true;
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#own(partition).paused = false;
    this.#changes.announce();
  }

  seek(offsets: readonly PartitionOffset[]): void {
    for (const offset of offsets) this.#own(offset).position = offset.offset;
  }

  commitOnce(offsets: readonly PartitionOffset[]): Promise<void> {
    return this.commit(offsets);
  }

  async commit(offsets: readonly PartitionOffset[]): Promise<void> {
    if (this.isClosed) throw new Error('The consumer is closed');
    await this.commitGate;
    if (this.commitError !== null) throw this.commitError;
    for (const offset of offsets) {
      this.commits.push(offset);
      this.#partition(offset).committed = offset.offset;
    }
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    await this.#carryOut('revoke', this.assignment());
    this.isClosed = true;
    this.#changes.announce();
  }

  #rebalance(kind: Rebalance, partitions: readonly TopicPartition[]): void {
    this.#rebalances.push({ kind, partitions });
    this.#changes.announce();
  }

  async #carryOut(kind: Rebalance, partitions: readonly TopicPartition[]): Promise<void> {
    const listener = this.#listener as AssignmentListener;
    const owned = partitions.filter((partition) => this.#assigned.has(partitionKey(partition)));
    if (kind === 'assign') {
      const added = partitions.filter((partition) => !this.#assigned.has(partitionKey(partition)));
      const positions = added.map((partition) => ({ ...partition, offset: this.committed(partition) }));
      for (const { offset, ...partition } of positions) {
        this.#assigned.set(partitionKey(partition), { position: offset, paused: false });
      }
      await listener.onAssigned(positions);
      return;
    }
    if (kind === 'revoke') await listener.onRevoked(owned);
    for (const partition of owned) this.#assigned.delete(partitionKey(partition));
    if (kind === 'lose') await listener.onLost(owned);
  }

  #fetchable(): Partition[] {
    return [...this.#assigned]
      .map(([key, assigned]) => ({ partition: this.#partitions.get(key) as Partition, assigned }))
      .filter(({ partition, assigned }) => !assigned.paused && assigned.position < partition.values.length)
      .map(({ partition }) => partition);
  }

  #fetch({ topic, partition, values }: Partition): ConsumedPartition {
    const own = this.#own({ topic, partition });
    const from = own.position;
    own.position = Math.min(from + this.maxRecords, values.length);
    return {
      topic,
      partition,
      nextOffset: own.position,
      records: () => new Cursor(values.slice(from, own.position), from),
    };
  }

  #own(partition: TopicPartition): Assigned {
    const assigned = this.#assigned.get(partitionKey(partition));
    if (assigned === undefined) throw new Error(`${partitionKey(partition)} is not assigned`);
    return assigned;
  }

  #partition({ topic, partition }: TopicPartition): Partition {
    const key = partitionKey({ topic, partition });
    const known = this.#partitions.get(key) ?? { topic, partition, values: [], committed: 0 };
    this.#partitions.set(key, known);
    return known;
  }
}

class Cursor implements ConsumedRecords {
  readonly timestampMs = 5;
  readonly timestampType = 'create-time';
  readonly key = null;
  readonly headerCount = 0;
  readonly headers = [];
  readonly #values: readonly (string | null)[];
  readonly #from: number;
  #index = -1;

  constructor(values: readonly (string | null)[], from: number) {
    this.#values = values;
    this.#from = from;
  }

  get offset(): number {
    return this.#from + this.#index;
  }

  get valueRange(): ByteRange | null {
    const bytes = this.value;
    return bytes === null ? null : { bytes, start: 0, end: bytes.length };
  }

  get value(): Buffer | null {
    const value = this.#values[this.#index] ?? null;
    return value === null ? null : Buffer.from(value);
  }

  next(): boolean {
    this.#index++;
    return this.#index < this.#values.length;
  }
}
