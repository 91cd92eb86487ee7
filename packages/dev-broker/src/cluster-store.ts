import { Journal } from './storage/journal.ts';
import type { Storage } from './storage/storage.ts';

const journalPath = 'cluster.journal';

export interface StoredTopic {
  readonly name: string;
  readonly id: string;
  readonly partitionCount: number;
  readonly configs: Readonly<Record<string, string>>;
}

type ClusterEntry =
  | ({ readonly kind: 'topic' } & StoredTopic)
  | { readonly kind: 'topic-removed'; readonly id: string }
  /** No producer got this id yet, nor any after it. */
  | { readonly kind: 'producer-ids'; readonly next: number };

/** What the cluster consists of, kept across restarts. */
export class ClusterStore {
  readonly #topics = new Map<string, StoredTopic>();
  #nextProducerId = 0;
  #journal: Journal<ClusterEntry> | null = null;

  private constructor() {}

  static async open(storage: Storage): Promise<ClusterStore> {
    const store = new ClusterStore();
    store.#journal = await Journal.open<ClusterEntry>({
      storage,
      path: journalPath,
      apply: (entry) => store.#apply(entry),
      snapshot: () => store.#snapshot(),
    });
    return store;
  }

  get nextProducerId(): number {
    return this.#nextProducerId;
  }

  topics(): StoredTopic[] {
    return [...this.#topics.values()];
  }

  async addTopic(topic: StoredTopic): Promise<void> {
    await this.#record({ kind: 'topic', ...topic });
  }

  async removeTopic(id: string): Promise<void> {
    await this.#record({ kind: 'topic-removed', id });
  }

  async reserveProducerIds(next: number): Promise<void> {
    await this.#record({ kind: 'producer-ids', next });
  }

  async close(): Promise<void> {
    await this.#journal?.close();
  }

  async #record(entry: ClusterEntry): Promise<void> {
    await this.#journal?.append(entry);
  }

  #apply(entry: ClusterEntry): void {
    switch (entry.kind) {
      case 'topic': {
        const { kind: _kind, ...topic } = entry;
        this.#topics.set(topic.id, topic);
        break;
      }
      case 'topic-removed':
        this.#topics.delete(entry.id);
        break;
      case 'producer-ids':
        this.#nextProducerId = Math.max(this.#nextProducerId, entry.next);
    }
  }

  *#snapshot(): Iterable<ClusterEntry> {
    for (const topic of this.#topics.values()) yield { kind: 'topic', ...topic };
    yield { kind: 'producer-ids', next: this.#nextProducerId };
  }
}
