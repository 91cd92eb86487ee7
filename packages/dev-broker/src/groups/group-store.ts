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
      case 'offsets': {
        const stored = this.#groupOf(entry.group);
        for (const offset of entry.offsets) stored.offsets.commit(partitionOf(offset));
        stored.lastCommitMs = Math.max(stored.lastCommitMs, entry.timeMs);
        break;
      }
      case 'generation':
        Object.assign(this.#groupOf(entry.group), {
          generationId: entry.generation,
          protocolType: entry.protocolType,
        });
        break;
      case 'topic-removed':
        for (const { offsets } of this.#groups.values()) offsets.forgetTopic(entry.topic);
        break;
      case 'group-removed':
        this.#groups.delete(entry.group);
    }
  }

  #groupOf(group: string): StoredGroup {
    const known = this.#groups.get(group);
    if (known !== undefined) return known;
    const fresh = { offsets: new CommittedOffsets(), lastCommitMs: 0, generationId: 0, protocolType: null };
    this.#groups.set(group, fresh);
    return fresh;
  }

  *#snapshot(): Iterable<GroupEntry> {
    for (const [group, { offsets, lastCommitMs, generationId, protocolType }] of this.#groups) {
      if (protocolType !== null) yield { kind: 'generation', group, generation: generationId, protocolType };
      yield { kind: 'offsets', group, timeMs: lastCommitMs, offsets: offsets.all().map(entryOf) };
    }
  }
}

function entryOf({ topic, partition, offset, leaderEpoch, metadata }: CommittedPartition): OffsetEntry {
  return [topic, partition, offset.toString(), leaderEpoch, metadata];
}

function partitionOf([topic, partition, offset, leaderEpoch, metadata]: OffsetEntry): CommittedPartition {
  return { topic, partition, offset: BigInt(offset), leaderEpoch, metadata };
}
