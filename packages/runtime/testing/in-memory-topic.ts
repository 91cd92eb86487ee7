import type { TopicPartition } from '@sluice/kafka-client';
import type { LogAdmin, LogConsumer, LogRecords } from '../src/stores/topic-log/log-clients.ts';
import { InMemoryChanges } from './in-memory-changes.ts';

interface Entry {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** A topic of one partition, with clients whose failures the test chooses. */
export class InMemoryTopic {
  readonly name: string;
  readonly partition: TopicPartition;
  /** What polls reject with next, in order. */
  readonly pollErrors: Error[] = [];
  /** What looking up the end rejects with next, in order. */
  readonly endErrors: Error[] = [];
  /** How many records a poll gives at most. */
  maxRecords = Infinity;
  /** While set, looking up the end waits for it. */
  endGate: Promise<void> | null = null;
  endLookUps = 0;
  polls = 0;
  isClosed = false;
  readonly #entries: Entry[] = [];
  readonly #changes = new InMemoryChanges();
  #position = 0;
  #isWoken = false;

  constructor(name = 'offsets') {
    this.name = name;
    this.partition = { topic: name, partition: 0 };
  }

  produce(key: string, value: string | null): void {
    this.#entries.push({ key: Buffer.from(key), value: value === null ? null : Buffer.from(value) });
    this.#changes.announce();
  }

  readonly consumer: LogConsumer = {
    assign: () => undefined,
    seekToBeginning: () => {
      this.#position = 0;
    },
    poll: (timeoutMs, signal) => this.#poll(timeoutMs, signal),
    position: () => Promise.resolve(this.#position),
    wakeup: () => {
      this.#isWoken = true;
      this.#changes.announce();
    },
    close: () => {
      this.isClosed = true;
      return Promise.resolve();
    },
  };

  readonly admin: LogAdmin = {
    createTopic: () => Promise.resolve(),
    describeTopicConfigs: () => Promise.resolve(new Map([['cleanup.policy', 'compact']])),
    describeTopic: () =>
      Promise.resolve({
        name: this.name,
        topicId: '',
        errorCode: 0,
        isInternal: false,
        partitions: [
          {
            partition: 0,
            leader: 1,
            leaderEpoch: 0,
            replicas: [1],
            inSyncReplicas: [1],
            offlineReplicas: [],
            eligibleLeaderReplicas: null,
          },
        ],
        authorizedOperations: null,
      }),
    listOffsets: async () => {
      this.endLookUps++;
      await this.endGate;
      const error = this.endErrors.shift();
      if (error !== undefined) throw error;
      return [this.#entries.length];
    },
  };

  async #poll(timeoutMs: number, signal?: AbortSignal): Promise<{ partitions: LogRecords[] }> {
    this.polls++;
    const timer = setTimeout(() => this.consumer.wakeup(), timeoutMs);
    const stop = (): void => this.consumer.wakeup();
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
    await this.#changes.until(
      () => this.#isWoken || this.pollErrors.length > 0 || this.#position < this.#entries.length,
    );
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    this.#isWoken = false;
    const error = this.pollErrors.shift();
    if (error !== undefined) throw error;
    const from = this.#position;
    const entries = this.#entries.slice(from, from + this.maxRecords);
    this.#position += entries.length;
    if (entries.length === 0) return { partitions: [] };
    return { partitions: [{ ...this.partition, records: () => cursor(entries, from) }] };
  }
}

function cursor(entries: readonly Entry[], from: number): ReturnType<LogRecords['records']> {
  let index = -1;
  return {
    timestampMs: 5,
    next: () => ++index < entries.length,
    get offset() {
      return from + index;
    },
    get key() {
      return entries[index]?.key ?? null;
    },
    get value() {
      return entries[index]?.value ?? null;
    },
  };
}
