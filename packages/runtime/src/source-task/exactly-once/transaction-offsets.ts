import type { LayeredOffsetStore } from '../../stores/layered-offset-store.ts';
import { encodeOffset, encodeOffsetKey } from '../../stores/offset-codec.ts';
import type { OffsetEntry } from '../../stores/offset-store.ts';
import type { TopicOffsetStore } from '../../stores/topic-offset-store.ts';
import type { CommittableOffset } from '../in-flight.ts';
import type { TransactionalProducer } from './transactional-producer.ts';

export interface TransactionOffsetsParts {
  readonly connector: string;
  readonly own: TopicOffsetStore;
  /** The same with the worker's store behind it, where that gets copies. */
  readonly layered: LayeredOffsetStore<TopicOffsetStore> | null;
  readonly producer: TransactionalProducer;
  readonly cancelSignal: AbortSignal;
}

/** Writes offsets with the producer of the records, so that both are in one transaction. */
export class TransactionOffsets {
  readonly #parts: TransactionOffsetsParts;

  constructor(parts: TransactionOffsetsParts) {
    this.#parts = parts;
  }

  /** Where the offsets go. */
  get topic(): string {
    return this.#parts.own.topic;
  }

  start(): Promise<void> {
    return this.#store.start();
  }

  stop(timeoutMs?: number): Promise<void> {
    return this.#store.stop(timeoutMs);
  }

  /** @throws DataError when a partition or offset holds what cannot be stored. */
  encode(offsets: readonly CommittableOffset[]): OffsetEntry[] {
    return offsets.map(({ partition, offset }) => ({
      key: encodeOffsetKey(this.#parts.connector, partition),
      value: offset === null ? null : encodeOffset(offset),
    }));
  }

  /** What has to be done before entries are written. */
  async beforeWrite(entries: readonly OffsetEntry[]): Promise<void> {
    await this.#parts.layered?.beforeSet(entries);
  }

  /** Makes entries part of the open transaction. */
  async append(entries: readonly OffsetEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const { own, producer, cancelSignal } = this.#parts;
    const { topic } = own;
    if (producer.partitionCount(topic) === undefined) {
      await producer.prepare(topic, { partition: null, signal: cancelSignal });
    }
    for (const { key, value } of own.storedForms(entries)) {
      // A topic that is compacted keeps the last value of a key by partition: each key needs to have one only.
      const partition = key === null ? null : producer.partitionOfKey(topic, key);
      const record = { topic, partition, timestampMs: null, key, value, headers: [] };
      while (!producer.append(record, null)) await producer.drained(cancelSignal);
    }
  }

  /** Copies what the transaction has made visible: not before, as it might have been aborted. */
  afterCommit(entries: readonly OffsetEntry[]): void {
    this.#parts.layered?.afterSet(entries);
  }

  get #store(): TopicOffsetStore | LayeredOffsetStore<TopicOffsetStore> {
    return this.#parts.layered ?? this.#parts.own;
  }
}
