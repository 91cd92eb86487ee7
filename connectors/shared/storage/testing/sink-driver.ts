import {
  isRetriable,
  parseConfig,
  type PartitionOffset,
  type SinkRecord,
  type SinkTaskContext,
  type TopicPartition,
} from '@sluice/connect-api';
import { storageKeys } from '../src/config/storage-keys.ts';
import { StorageSinkTask } from '../src/task/storage-sink-task.ts';
import type { MemoryStore } from './memory-store.ts';

export interface DriverOptions {
  readonly config: Readonly<Record<string, string>>;
  readonly store: MemoryStore;
  /** What is committed, which outlives a task. */
  readonly committed: Map<string, PartitionOffset>;
}

/** A sink task with what a worker does around it, as far as offsets go. */
export class SinkDriver {
  nowMs = Date.UTC(2026, 10, 27, 12, 30);
  readonly reported: { readonly record: SinkRecord; readonly error: unknown }[] = [];
  readonly timeouts: number[] = [];
  readonly task: StorageSinkTask;
  readonly #committed: Map<string, PartitionOffset>;
  readonly #positions = new Map<string, PartitionOffset>();
  readonly #rewinds = new Map<string, PartitionOffset>();
  /** Whether a commit was asked for. */
  wantsCommit = false;

  constructor({ config, store, committed }: DriverOptions) {
    this.#committed = committed;
    const parsed = parseConfig(storageKeys, { 'retry.backoff.ms': '0', ...config });
    this.task = new StorageSinkTask({
      config: parsed,
      context: this.#context(),
      openStore: () => store,
      now: () => this.nowMs,
    });
  }

  async open(...partitions: readonly TopicPartition[]): Promise<void> {
    await this.task.start();
    for (const partition of partitions) {
      const offset = this.#committed.get(keyOf(partition))?.offset ?? 0;
      this.#positions.set(keyOf(partition), { ...partition, offset });
    }
    await this.task.open(partitions);
    this.#applyRewinds();
  }

  positionOf(partition: TopicPartition): number {
    return this.#positions.get(keyOf(partition))?.offset ?? 0;
  }

  /** Puts records and moves on behind them, unless they are to be delivered again. Gives whether they are. */
  async put(records: readonly SinkRecord[]): Promise<boolean> {
    try {
      await this.task.put(records);
    } catch (error) {
      if (!isRetriable(error)) throw error;
      this.#applyRewinds();
      return true;
    }
    for (const { originalTopic: topic, originalKafkaPartition: partition, originalKafkaOffset } of records) {
      this.#positions.set(keyOf({ topic, partition }), { topic, partition, offset: originalKafkaOffset + 1 });
    }
    return false;
  }

  /** @param isLost - whether the answer of the brokers is lost, which have the offsets all the same. */
  commit(isLost = false): void {
    this.wantsCommit = false;
    const safe = this.task.preCommit([...this.#positions.values()]);
    this.#applyRewinds();
    for (const offset of safe) this.#committed.set(keyOf(offset), offset);
    if (!isLost) this.task.committed(safe);
  }

  #applyRewinds(): void {
    for (const [key, offset] of this.#rewinds) this.#positions.set(key, offset);
    this.#rewinds.clear();
  }

  #context(): SinkTaskContext {
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    return {
      connector: 'c',
      task: 0,
      log,
      metrics: {} as SinkTaskContext['metrics'],
      signal: new AbortController().signal,
      configs: () => Promise.resolve({}),
      offset: (offsets) => offsets.forEach((offset) => this.#rewinds.set(keyOf(offset), offset)),
      timeout: (timeoutMs) => void this.timeouts.push(timeoutMs),
      assignment: () => [...this.#positions.values()],
      committed: (partitions) =>
        Promise.resolve(partitions.flatMap((partition) => this.#committed.get(keyOf(partition)) ?? [])),
      pause: () => {},
      resume: () => {},
      requestCommit: () => {
        this.wantsCommit = true;
      },
      errantRecordReporter: {
        report: (record, error) => Promise.resolve(void this.reported.push({ record, error })),
      },
    };
  }
}

export function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}
