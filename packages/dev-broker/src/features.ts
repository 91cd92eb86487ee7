import type { ClusterStore } from './cluster-store.ts';

/** What the whole cluster agrees on, with the levels there are of it. */
export interface Feature {
  readonly name: string;
  readonly minLevel: number;
  readonly maxLevel: number;
}

/** Level 2 of transactions is that of KIP-890: producers get a new epoch with each transaction. */
export const knownFeatures: readonly Feature[] = [{ name: 'transaction.version', minLevel: 0, maxLevel: 2 }];

/** The levels that the cluster has agreed on: the highest ones until somebody lowers them. */
export class Features {
  readonly #store: ClusterStore;

  constructor(store: ClusterStore) {
    this.#store = store;
  }

  /** Counts up with each change. */
  get epoch(): number {
    return this.#store.featureEpoch;
  }

  levelOf({ name, maxLevel }: Feature): number {
    return this.#store.featureLevel(name) ?? maxLevel;
  }

  async setLevel({ name }: Feature, level: number): Promise<void> {
    await this.#store.setFeatureLevel(name, level);
  }
}
