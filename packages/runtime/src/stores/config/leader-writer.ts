import { ConnectError } from '@sluice/connect-api';
import type { Producer } from '@sluice/kafka-client';
import type { LogEntry, LogProducer } from '../topic-log/log-clients.ts';
import type { Sending } from '../topic-log/sending.ts';
import { TopicWriter } from '../topic-log/topic-writer.ts';

/** What the writer needs of a producer with a transactional id. */
export type LeaderProducer = LogProducer &
  Pick<Producer<Sending>, 'initTransactions' | 'beginTransaction' | 'commitTransaction'>;

interface Claim {
  readonly producer: LeaderProducer;
  readonly writer: TopicWriter;
}

/**
 * Writes what only the leader may write, in transactions (KIP-618). Whoever claims the right to write fences the leader
 * before; that one notices with its next write.
 */
export class LeaderWriter {
  readonly #topic: string;
  readonly #open: () => Promise<LeaderProducer>;
  #claim: Claim | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(topic: string, open: () => Promise<LeaderProducer>) {
    this.#topic = topic;
    this.#open = open;
  }

  /** Does nothing while an earlier claim stands as far as this worker knows. @throws KafkaError */
  claim(): Promise<void> {
    return this.#inOrder(async () => {
      if (this.#claim !== null) return;
      const producer = await this.#open();
      const writer = new TopicWriter(this.#topic, producer);
      try {
        await producer.initTransactions();
      } catch (error) {
        await writer.close(0);
        throw error;
      }
      this.#claim = { producer, writer };
    });
  }

  /**
   * All of the entries, or none.
   * @throws ConnectError `CONFIG_WRITE_FENCED` when they may not have been written: the right has to be claimed again.
   */
  send(entries: readonly LogEntry[]): Promise<void> {
    return this.#inOrder(async () => {
      if (this.#claim === null) throw new ConnectError(unclaimed, { code: 'CONFIG_WRITE_FENCED' });
      const { producer, writer } = this.#claim;
      try {
        producer.beginTransaction();
        await writer.send(entries);
        await producer.commitTransaction();
      } catch (cause) {
        this.#claim = null;
        await writer.close(0);
        throw new ConnectError(failed, { code: 'CONFIG_WRITE_FENCED', cause });
      }
    });
  }

  async close(timeoutMs: number): Promise<void> {
    const writer = this.#claim?.writer;
    this.#claim = null;
    await writer?.close(timeoutMs);
  }

  #inOrder(action: () => Promise<void>): Promise<void> {
    const result = this.#last.then(action);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

const unclaimed = 'Cannot produce to config topic without claiming write privileges first';
const failed =
  'Failed to write to config topic; this may be due to a transient error and the request can be safely retried';
