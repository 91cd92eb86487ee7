import type { ClusterStore } from './cluster-store.ts';

// Ids are reserved so many at a time: only each thousandth producer waits for the disk.
const blockSize = 1000;

/** Hands out producer ids, none of them twice, not even after a crash. */
export class ProducerIds {
  readonly #store: ClusterStore;
  #next: number;
  #reserved: number;
  #reserving: Promise<void> | null = null;

  constructor(store: ClusterStore) {
    this.#store = store;
    this.#next = store.nextProducerId;
    this.#reserved = store.nextProducerId;
  }

  async next(): Promise<number> {
    while (this.#next >= this.#reserved) {
      this.#reserving ??= this.#reserve();
      await this.#reserving;
    }
    this.#next += 1;
    return this.#next - 1;
  }

  async #reserve(): Promise<void> {
    const end = this.#reserved + blockSize;
    try {
      await this.#store.reserveProducerIds(end);
      this.#reserved = end;
    } finally {
      this.#reserving = null;
    }
  }
}
