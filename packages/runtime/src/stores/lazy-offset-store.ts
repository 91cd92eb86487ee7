import type { OffsetEntry, OffsetStore } from './offset-store.ts';

/** A store that is opened when it is first used, for who may never use it. */
export class LazyOffsetStore implements OffsetStore {
  readonly #open: () => Promise<OffsetStore>;
  #opening: Promise<OffsetStore> | null = null;

  /** @param open - makes the store; it is not started yet. */
  constructor(open: () => Promise<OffsetStore>) {
    this.#open = open;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  async get(keys: readonly string[]): Promise<(string | null)[]> {
    return (await this.#started()).get(keys);
  }

  async set(entries: readonly OffsetEntry[]): Promise<void> {
    await (await this.#started()).set(entries);
  }

  async stop(): Promise<void> {
    const store = await this.#opening?.catch(() => null);
    await store?.stop();
  }

  #started(): Promise<OffsetStore> {
    return (this.#opening ??= this.#start());
  }

  async #start(): Promise<OffsetStore> {
    try {
      const store = await this.#open();
      try {
        await store.start();
        return store;
      } catch (error) {
        await store.stop();
        throw error;
      }
    } catch (error) {
      // The next use may fare better.
      this.#opening = null;
      throw error;
    }
  }
}
