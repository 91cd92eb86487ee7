import type { PluginLogger, SourcePartition } from '@sluice/connect-api';
import { canonicalFields } from './offset-codec.ts';
import type { ListedOffsetStore, OffsetEntry, OffsetStore } from './offset-store.ts';

/**
 * Offsets of a connector with a topic of its own (KIP-618): they are read there, and where it has none, from the
 * worker's store, which gets copies of what is written. So a connector keeps its place when it gets a topic of its own,
 * and when it gives it up.
 */
export class LayeredOffsetStore<Own extends OffsetStore = OffsetStore> implements OffsetStore {
  readonly own: Own;
  readonly #workers: OffsetStore;
  readonly #log: PluginLogger;
  #lastCopy: Promise<void> = Promise.resolve();

  constructor(own: Own, workers: OffsetStore, log: PluginLogger) {
    this.own = own;
    this.#workers = workers;
    this.#log = log;
  }

  /** The worker's store is started by the worker. */
  start(): Promise<void> {
    return this.own.start();
  }

  async get(keys: readonly string[]): Promise<(string | null)[]> {
    const [owned, workers] = await Promise.all([this.own.get(keys), this.#workers.get(keys)]);
    return owned.map((value, index) => value ?? workers[index] ?? null);
  }

  async set(entries: readonly OffsetEntry[]): Promise<void> {
    await this.beforeSet(entries);
    await this.own.set(entries);
    this.afterSet(entries);
  }

  /**
   * Offsets are deleted in the worker's store first: were it the other way about, a failure in between would bring
   * deleted ones back (KAFKA-15018).
   */
  async beforeSet(entries: readonly OffsetEntry[]): Promise<void> {
    const tombstones = entries.filter(({ value }) => value === null);
    if (tombstones.length > 0) await this.#workers.set(tombstones);
  }

  /** Copies what the connector's topic has got to the worker's store; that this fails is logged, and all. */
  afterSet(entries: readonly OffsetEntry[]): void {
    const offsets = entries.filter(({ value }) => value !== null);
    if (offsets.length === 0) return;
    const copy = this.#workers.set(offsets).catch((error: unknown) => {
      this.#log.warn(
        { err: error },
        "Offsets were written to the connector's own offsets topic, but not copied to the worker's store",
      );
    });
    this.#lastCopy = Promise.all([this.#lastCopy, copy]).then(() => undefined);
  }

  async stop(timeoutMs?: number): Promise<void> {
    if (timeoutMs !== 0) await this.#lastCopy;
    await this.own.stop(timeoutMs);
  }
}

/** What two stores have together, each partition once. */
export async function partitionsOfAll(
  stores: readonly ListedOffsetStore[],
  connector: string,
): Promise<SourcePartition[]> {
  const listed = await Promise.all(stores.map((store) => store.partitions(connector)));
  return [...new Map(listed.flat().map((partition) => [canonicalFields(partition), partition])).values()];
}
