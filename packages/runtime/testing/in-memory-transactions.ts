import type { Delivery, KafkaError, ProducerRecord } from '@sluice/kafka-client';
import type { TransactionRecord } from '../src/source-task/exactly-once/transaction-record.ts';
import type { TransactionalProducer } from '../src/source-task/exactly-once/transactional-producer.ts';
import type { InMemoryTopic } from './in-memory-topic.ts';

interface Appended {
  readonly record: ProducerRecord;
  readonly attachment: TransactionRecord | null;
}

/** A transactional producer whose broker is the test: `t` and the offsets topic are all there is. */
export class InMemoryTransactions implements TransactionalProducer {
  onDelivered: (delivery: Delivery<TransactionRecord | null>) => void = () => undefined;
  /** One transaction a line: `commit t=v1 offsets=["c",{"p":"a"}]={"position":1}`. */
  readonly history: string[] = [];
  readonly calls: string[] = [];
  /** What the next commits reject with, in order. */
  readonly commitErrors: Error[] = [];
  /** What the next records are refused with at once, in order. */
  readonly refusals: Error[] = [];
  /** While set, fencing earlier producers waits for it. */
  initGate: Promise<void> | null = null;
  isClosed = false;
  readonly isFull = false;
  readonly isAhead = false;
  readonly #offsets: InMemoryTopic;
  #open: Appended[] | null = null;
  #nextOffset = 0;

  constructor(offsets: InMemoryTopic) {
    this.#offsets = offsets;
  }

  get openCount(): number {
    return this.#open?.length ?? 0;
  }

  async initTransactions(): Promise<void> {
    this.calls.push('init');
    await this.initGate;
  }

  partitionOfKey(): number {
    return 0;
  }

  beginTransaction(): void {
    if (this.#open !== null) throw new Error('A transaction is open');
    this.#open = [];
  }

  async commitTransaction(): Promise<void> {
    const open = this.#take();
    await Promise.resolve();
    const error = this.commitErrors.shift();
    if (error !== undefined) throw error;
    for (const one of open) this.#deliver(one, null);
    for (const { record } of open) {
      if (record.topic === this.#offsets.name)
        this.#offsets.produce(text(record.key) ?? '', text(record.value));
    }
    this.history.push(`commit ${open.map(({ record }) => describe(record)).join(' ')}`);
  }

  async abortTransaction(): Promise<void> {
    const open = this.#take();
    await Promise.resolve();
    // What was sent before stays acknowledged; what was not is given up.
    for (const [index, one] of open.entries()) {
      this.#deliver(one, index === open.length - 1 ? new Error('The transaction was aborted') : null);
    }
    this.history.push(`abort ${open.map(({ record }) => describe(record)).join(' ')}`);
  }

  partitionCount(topic: string): number | undefined {
    return topic === 't' || this.calls.includes(`prepare ${topic}`) ? 1 : undefined;
  }

  prepare(topic: string): Promise<void> {
    this.calls.push(`prepare ${topic}`);
    return Promise.resolve();
  }

  append(record: ProducerRecord, attachment: TransactionRecord | null): boolean {
    if (this.#open === null) throw new Error('No transaction is open');
    const refusal = this.refusals.shift();
    const appended = { record: { ...record }, attachment };
    if (refusal === undefined) this.#open.push(appended);
    else this.#deliver(appended, refusal);
    return true;
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }

  caughtUp(): Promise<void> {
    return Promise.resolve();
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  metrics(): readonly [] {
    return [];
  }

  close(): Promise<void> {
    this.isClosed = true;
    if (this.#open !== null) this.history.push(`closed ${this.#open.length} open`);
    this.#open = null;
    return Promise.resolve();
  }

  #take(): Appended[] {
    const open = this.#open;
    if (open === null) throw new Error('No transaction is open');
    this.#open = null;
    return open;
  }

  #deliver({ record, attachment }: Appended, error: Error | null): void {
    this.onDelivered({
      topic: record.topic,
      partition: 0,
      baseOffset: error === null ? this.#nextOffset++ : -1,
      logAppendTimeMs: -1,
      timestampsMs: [record.timestampMs ?? 0],
      attachments: [attachment],
      error: error as KafkaError | null,
    });
  }
}

function describe({ topic, key, value }: ProducerRecord): string {
  return topic === 't' ? `t=${text(value)}` : `${topic} ${text(key)}=${text(value)}`;
}

function text(value: ProducerRecord['value']): string | null {
  if (value === null || typeof value === 'string') return value;
  return Buffer.from(value).toString();
}
