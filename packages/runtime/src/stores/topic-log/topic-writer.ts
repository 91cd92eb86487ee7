import type { LogEntry, LogProducer } from './log-clients.ts';
import { Sending } from './sending.ts';

/** Writes to one topic; the key of a record decides its partition, as Java's producer does it. */
export class TopicWriter {
  readonly #topic: string;
  readonly #producer: LogProducer;
  #lastAppend: Promise<unknown> = Promise.resolve();

  constructor(topic: string, producer: LogProducer) {
    this.#topic = topic;
    this.#producer = producer;
    producer.onDelivered = ({ attachments, error }) => {
      for (const sending of attachments) sending.delivered(error);
    };
  }

  /**
   * Resolves when Kafka has acknowledged all of the entries. Calls are carried out in order.
   * @throws KafkaError of the first entry that failed; others of them may have been written.
   */
  async send(entries: readonly LogEntry[]): Promise<void> {
    const appended = this.#lastAppend.then(() => this.#append(entries));
    this.#lastAppend = appended.catch(() => undefined);
    await (
      await appended
    ).done;
  }

  /** Resolves when all that was given to `send` is acknowledged or has failed. */
  async flush(): Promise<void> {
    await this.#lastAppend;
    await this.#producer.flush();
  }

  close(timeoutMs?: number): Promise<void> {
    return this.#producer.close(timeoutMs);
  }

  async #append(entries: readonly LogEntry[]): Promise<Sending> {
    const sending = new Sending();
    for (const { key, value } of entries) {
      const record = { topic: this.#topic, partition: null, timestampMs: null, key, value };
      if (this.#producer.partitionCount(this.#topic) === undefined) await this.#producer.prepare(this.#topic);
      sending.appended();
      while (!this.#producer.append(record, sending)) await this.#producer.drained();
    }
    sending.complete();
    this.#producer.nudge();
    return sending;
  }
}
