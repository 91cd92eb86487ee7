import type { ScramMechanism } from './sasl/scram-credential.ts';
import { Journal } from './storage/journal.ts';
import type { Storage } from './storage/storage.ts';

const journalPath = 'cluster.journal';

export interface StoredTopic {
  readonly name: string;
  readonly id: string;
  readonly partitionCount: number;
  readonly configs: Readonly<Record<string, string>>;
}

/** Bytes in base 64. */
export interface StoredScramCredential {
  readonly user: string;
  readonly mechanism: ScramMechanism;
  readonly iterations: number;
  readonly salt: string;
  readonly storedKey: string;
  readonly serverKey: string;
}

type ClusterEntry =
  | ({ readonly kind: 'topic' } & StoredTopic)
  | { readonly kind: 'topic-removed'; readonly id: string }
  | ({ readonly kind: 'scram' } & StoredScramCredential)
  | { readonly kind: 'scram-removed'; readonly user: string; readonly mechanism: ScramMechanism }
  | { readonly kind: 'feature'; readonly name: string; readonly level: number; readonly epoch: number }
  /** No producer got this id yet, nor any after it. */
  | { readonly kind: 'producer-ids'; readonly next: number };

/** What the cluster consists of, kept across restarts. */
export class ClusterStore {
  readonly #topics = new Map<string, StoredTopic>();
  readonly #scram = new Map<string, StoredScramCredential>();
  readonly #featureLevels = new Map<string, number>();
  #featureEpoch = 0;
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

  get featureEpoch(): number {
    return this.#featureEpoch;
  }

  featureLevel(name: string): number | undefined {
    return this.#featureLevels.get(name);
  }

  async setFeatureLevel(name: string, level: number): Promise<void> {
    await this.#record({ kind: 'feature', name, level, epoch: this.#featureEpoch + 1 });
  }

  scramCredentials(): StoredScramCredential[] {
    return [...this.#scram.values()];
  }

  async putScramCredential(credential: StoredScramCredential): Promise<void> {
    await this.#record({ kind: 'scram', ...credential });
  }

  async removeScramCredential(user: string, mechanism: ScramMechanism): Promise<void> {
    await this.#record({ kind: 'scram-removed', user, mechanism });
  }

  topics(): StoredTopic[] {
    return [...this.#topics.values()];
  }

  /** Stores a new topic, or a known one with what changed of it. */
  async putTopic(topic: StoredTopic): Promise<void> {
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
      case 'scram': {
        const { kind: _kind, ...credential } = entry;
        this.#scram.set(`${entry.mechanism} ${entry.user}`, credential);
        break;
      }
      case 'scram-removed':
        this.#scram.delete(`${entry.mechanism} ${entry.user}`);
        break;
      case 'feature':
        this.#featureLevels.set(entry.name, entry.level);
        this.#featureEpoch = entry.epoch;
        break;
      case 'producer-ids':
        this.#nextProducerId = Math.max(this.#nextProducerId, entry.next);
    }
  }

  *#snapshot(): Iterable<ClusterEntry> {
    for (const topic of this.#topics.values()) yield { kind: 'topic', ...topic };
    for (const credential of this.#scram.values()) yield { kind: 'scram', ...credential };
    for (const [name, level] of this.#featureLevels) {
      yield { kind: 'feature', name, level, epoch: this.#featureEpoch };
    }
    yield { kind: 'producer-ids', next: this.#nextProducerId };
  }
}
