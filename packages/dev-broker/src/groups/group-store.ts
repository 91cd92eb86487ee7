import { Journal } from '../storage/journal.ts';
import type { Storage } from '../storage/storage.ts';
import { CommittedOffsets, type CommittedPartition } from './committed-offsets.ts';

const journalPath = 'groups.journal';

/** Topic, partition, offset in decimal, leader epoch, metadata. */
type OffsetEntry = readonly [string, number, string, number, string | null];

type GroupEntry =
  | {
      readonly kind: 'offsets';
      readonly group: string;
      readonly timeMs: number;
      readonly offsets: readonly OffsetEntry[];
    }
  /** Offsets that count once the producer's transaction is committed. */
  | {
      readonly kind: 'pending';
      readonly group: string;
      readonly producer: number;
      readonly offsets: readonly OffsetEntry[];
    }
  | {
      readonly kind: 'transaction-ended';
      readonly group: string;
      readonly producer: number;
      readonly committed: boolean;
      readonly timeMs: number;
    }
  | {
      readonly kind: 'offsets-removed';
      readonly group: string;
      readonly partitions: readonly (readonly [topic: string, partition: number])[];
    }
  | {
      readonly kind: 'generation';
      readonly group: string;
      readonly protocolType: string;
      readonly generation: number;
    }
  | { readonly kind: 'topic-removed'; readonly topic: string }
  | { readonly kind: 'group-removed'; readonly group: string };

/** What of a group outlives the broker. */
export interface StoredGroup {
  readonly offsets: CommittedOffsets;
  /** By producer, what its transaction under way is about to commit. */
  readonly pending: Map<number, CommittedOffsets>;
  lastCommitMs: number;
  generationId: number;
  protocolType: string | null;
}

export class GroupStore {
  readonly #groups = new Map<string, StoredGroup>();
  #journal: Journal<GroupEntry> | null = null;

  private constructor() {}

  static async open(storage: Storage): Promise<GroupStore> {
    const store = new GroupStore();
    store.#journal = await Journal.open<GroupEntry>({
      storage,
      path: journalPath,
      apply: (entry) => store.#apply(entry),
      snapshot: () => store.#snapshot(),
    });
    return store;
  }

  groupIds(): string[] {
    return [...this.#groups.keys()];
  }

  find(group: string): StoredGroup | undefined {
    return this.#groups.get(group);
  }

  /** The offsets can be seen when they are safe. */
  async commit(group: string, offsets: readonly CommittedPartition[], timeMs: number): Promise<void> {
    await this.#record({ kind: 'offsets', group, timeMs, offsets: offsets.map(entryOf) });
  }

  /** The offsets are kept apart until the transaction of the producer ends. */
  async commitPending(
    group: string,
    producer: number,
    offsets: readonly CommittedPartition[],
  ): Promise<void> {
    await this.#record({ kind: 'pending', group, producer, offsets: offsets.map(entryOf) });
  }

  async endTransaction(
    group: string,
    { producer, committed, timeMs }: { producer: number; committed: boolean; timeMs: number },
  ): Promise<void> {
    await this.#record({ kind: 'transaction-ended', group, producer, committed, timeMs });
  }

  async removeOffsets(
    group: string,
    partitions: readonly (readonly [topic: string, partition: number])[],
  ): Promise<void> {
    await this.#record({ kind: 'offsets-removed', group, partitions });
  }

  async startGeneration(group: string, generation: number, protocolType: string): Promise<void> {
    await this.#record({ kind: 'generation', group, generation, protocolType });
  }

  async forgetTopic(topic: string): Promise<void> {
    await this.#record({ kind: 'topic-removed', topic });
  }

  async removeGroup(group: string): Promise<void> {
    await this.#record({ kind: 'group-removed', group });
  }

  async close(): Promise<void> {
    await this.#journal?.close();
  }

  async #record(entry: GroupEntry): Promise<void> {
    await this.#journal?.append(entry);
  }

  #apply(entry: GroupEntry): void {
    switch (entry.kind) {
      case 'offsets':
        this.#commit(entry.group, entry.offsets.map(partitionOf), entry.timeMs);
        break;
      case 'pending':
        this.#addPending(entry.group, entry.producer, entry.offsets.map(partitionOf));
        break;
      case 'transaction-ended':
        this.#endPending(entry);
        break;
      case 'offsets-removed':
        for (const [topic, partition] of entry.partitions) {
          this.#groups.get(entry.group)?.offsets.forget(topic, partition);
        }
        break;
      case 'generation':
        Object.assign(this.#groupOf(entry.group), {
          generationId: entry.generation,
          protocolType: entry.protocolType,
        });
        break;
      case 'topic-removed':
        this.#forgetTopic(entry.topic);
        break;
      case 'group-removed':
        this.#groups.delete(entry.group);
    }
  }

  #commit(group: string, offsets: readonly CommittedPartition[], timeMs: number): void {
    const stored = this.#groupOf(group);
    for (const offset of offsets) stored.offsets.commit(offset);
    stored.lastCommitMs = Math.max(stored.lastCommitMs, timeMs);
  }

  #addPending(group: string, producer: number, offsets: readonly CommittedPartition[]): void {
    const { pending } = this.#groupOf(group);
    const known = pending.get(producer) ?? new CommittedOffsets();
    for (const offset of offsets) known.commit(offset);
    pending.set(producer, known);
  }

  #endPending({
    group,
    producer,
    committed,
    timeMs,
  }: Extract<GroupEntry, { kind: 'transaction-ended' }>): void {
    const stored = this.#groups.get(group);
    const offsets = stored?.pending.get(producer);
    if (stored === undefined || offsets === undefined) return;
    stored.pending.delete(producer);
    if (committed) this.#commit(group, offsets.all(), timeMs);
  }

  #forgetTopic(topic: string): void {
    for (const { offsets, pending } of this.#groups.values()) {
      offsets.forgetTopic(topic);
      for (const each of pending.values()) each.forgetTopic(topic);
    }
  }

  #groupOf(group: string): StoredGroup {
    const known = this.#groups.get(group);
    if (known !== undefined) return known;
    const fresh: StoredGroup = {
      offsets: new CommittedOffsets(),
      pending: new Map(),
      lastCommitMs: 0,
      generationId: 0,
      protocolType: null,
    };
    this.#groups.set(group, fresh);
    return fresh;
  }

  *#snapshot(): Iterable<GroupEntry> {
    for (const [group, stored] of this.#groups) {
      const { offsets, pending, lastCommitMs, generationId, protocolType } = stored;
      if (protocolType !== null) yield { kind: 'generation', group, generation: generationId, protocolType };
      yield { kind: 'offsets', group, timeMs: lastCommitMs, offsets: offsets.all().map(entryOf) };
      for (const [producer, waiting] of pending) {
        yield { kind: 'pending', group, producer, offsets: waiting.all().map(entryOf) };
      }
    }
  }
}

function entryOf({ topic, partition, offset, leaderEpoch, metadata }: CommittedPartition): OffsetEntry {
  return [topic, partition, offset.toString(), leaderEpoch, metadata];
}

function partitionOf([topic, partition, offset, leaderEpoch, metadata]: OffsetEntry): CommittedPartition {
  return { topic, partition, offset: BigInt(offset), leaderEpoch, metadata };
}
