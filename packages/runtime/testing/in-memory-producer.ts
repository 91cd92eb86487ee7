import type { Delivery, KafkaError, Metric, ProducerRecord } from '@sluice/kafka-client';
import type { InFlightRecord } from '../src/source-task/in-flight.ts';
import type { RecordProducer } from '../src/source-task/record-producer.ts';
import { InMemoryChanges } from './in-memory-changes.ts';

interface Appended<T> {
  readonly record: ProducerRecord;
  readonly attachment: T;
}

/** A producer whose broker is the test: records are delivered when it says so, or at once. */
export class InMemoryProducer<T = InFlightRecord> implements RecordProducer<T> {
  onDelivered: (delivery: Delivery<T>) => void = () => undefined;
  /** The topics there are, with the number of their partitions. */
  readonly topics: Map<string, number>;
  /** Acknowledges everything at once. */
  acknowledgesAtOnce = true;
  /** How many records may wait to be acknowledged. */
  capacity = Infinity;
  /** How many records that wait are plenty. */
  plenty = Infinity;
  /** What `prepare` rejects with next, in order. */
  readonly prepareErrors: Error[] = [];
  /** What was acknowledged. */
  readonly acknowledged: ProducerRecord[] = [];
  isClosed = false;
  #open: Appended<T>[] = [];
  readonly #changes = new InMemoryChanges();

  constructor(topics: Readonly<Record<string, number>> = { t: 1 }) {
    this.topics = new Map(Object.entries(topics));
  }

  get values(): unknown[] {
    return this.acknowledged.map(({ value }) => value);
  }

  get openCount(): number {
    return this.#open.length;
  }

  get isFull(): boolean {
    return this.#open.length >= this.capacity;
  }

  get isAhead(): boolean {
    return this.#open.length > this.plenty;
  }

  createTopic(topic: string, partitions = 1): void {
    this.topics.set(topic, partitions);
    this.#changes.announce();
  }

  metrics(): readonly Metric[] {
    return [];
  }

  /** Acknowledges one of the records that wait, by default the first. */
  acknowledge(index = 0): void {
    this.#settle(index, null);
  }

  /** Refuses one of the records that wait, by default the first. */
  refuse(error: Error, index = 0): void {
    this.#settle(index, error);
  }

  partitionCount(topic: string): number | undefined {
    return this.topics.get(topic);
  }

  async prepare(
    topic: string,
    { partition, signal }: { readonly partition: number | null; readonly signal: AbortSignal },
  ): Promise<void> {
    const error = this.prepareErrors.shift();
    if (error !== undefined) throw error;
    await this.#changes.until(() => (this.topics.get(topic) ?? 0) > (partition ?? 0), signal);
  }

  append(record: ProducerRecord, attachment: T): boolean {
    if (this.isClosed) throw new Error('The producer is closed');
    if (!this.topics.has(record.topic)) throw new Error(`${record.topic} is not prepared`);
    if (this.isFull) return false;
    this.#open.push({ record: { ...record }, attachment });
    if (this.acknowledgesAtOnce) this.acknowledge();
    return true;
  }

  drained(signal: AbortSignal): Promise<void> {
    return this.#changes.until(() => !this.isFull, signal);
  }

  caughtUp(signal: AbortSignal): Promise<void> {
    return this.#changes.until(() => !this.isAhead, signal);
  }

  async flush(): Promise<void> {
    const appended = this.#open;
    await this.#changes.until(() => appended.every((one) => !this.#open.includes(one)));
  }

  close(): Promise<void> {
    this.isClosed = true;
    while (this.#open.length > 0) this.refuse(new Error('The producer was closed'));
    return Promise.resolve();
  }

  #settle(index: number, error: Error | null): void {
    const settled = this.#open[index] as Appended<T>;
    this.#open = this.#open.filter((one) => one !== settled);
    const { record, attachment } = settled;
    const baseOffset = error === null ? this.acknowledged.push(record) - 1 : -1;
    this.onDelivered({
      topic: record.topic,
      partition: record.partition ?? 0,
      baseOffset,
      logAppendTimeMs: -1,
      timestampsMs: [record.timestampMs ?? 0],
      attachments: [attachment],
      error: error as KafkaError | null,
    });
    this.#changes.announce();
  }
}
