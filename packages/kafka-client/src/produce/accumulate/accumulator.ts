import type { RecordBatchOptions } from '@sluice/kafka-protocol';
import type { TopicMetadata } from '../../cluster/topic-metadata.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import { BatchBuffers } from './batch-buffers.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { ProducerBatch } from './producer-batch.ts';
import type { ProducerRecord } from '../producer-record.ts';
import { TopicQueues } from './topic-queues.ts';

export interface AccumulatorOptions<T> {
  readonly batch: RecordBatchOptions;
  readonly ignoreKeys: boolean;
  readonly maxBufferedBytes: number;
  readonly onBegun: (batch: ProducerBatch<T>) => void;
}

/** What an append did: nothing for want of memory, added to a batch, or begun one, because another is full or not. */
export type Appended = 'refused' | 'added' | 'begun' | 'filled';

/** What is given to the builder; one object for all records, as the builder keeps nothing of it. */
interface RecordSlot {
  timestamp: number;
  key: ProducerRecord['key'];
  value: ProducerRecord['value'];
  headers: ProducerRecord['headers'] | undefined;
}

/** Collects records in batches by partition, within a budget of bytes. */
export class Accumulator<T> {
  readonly #options: AccumulatorOptions<T>;
  readonly #topics = new Map<string, TopicQueues<T>>();
  readonly #slot: RecordSlot = { timestamp: 0, key: null, value: null, headers: undefined };
  readonly #buffers: BatchBuffers;
  #lastTopic: TopicQueues<T> | undefined;
  #bufferedBytes = 0;
  #batchNumber = 0;
  /** Queues that have batches to send. */
  readonly pending = new Set<PartitionQueue<T>>();
  /** The queue whose batch the last append found full. */
  filledQueue: PartitionQueue<T> | null = null;

  constructor(options: AccumulatorOptions<T>) {
    this.#options = options;
    this.#buffers = new BatchBuffers(options.batch.maxBytes);
  }

  get bufferedBytes(): number {
    return this.#bufferedBytes;
  }

  get isFull(): boolean {
    return this.#bufferedBytes >= this.#options.maxBufferedBytes;
  }

  /** The number of the batch begun last. */
  get lastBatchNumber(): number {
    return this.#batchNumber;
  }

  topic(name: string): TopicQueues<T> | undefined {
    if (this.#lastTopic?.topic === name) return this.#lastTopic;
    const queues = this.#topics.get(name);
    if (queues !== undefined) this.#lastTopic = queues;
    return queues;
  }

  topics(): Iterable<TopicQueues<T>> {
    return this.#topics.values();
  }

  update(metadata: TopicMetadata): void {
    const { batch, ignoreKeys } = this.#options;
    const queues =
      this.#topics.get(metadata.name) ??
      new TopicQueues<T>(metadata.name, { batchBytes: Math.max(1, batch.maxBytes), ignoreKeys });
    queues.update(metadata);
    this.#topics.set(metadata.name, queues);
  }

  /** @throws KafkaError when the topic is not known, or has no such partition. */
  append(record: ProducerRecord, attachment: T): Appended {
    if (this.isFull) return 'refused';
    const topic = this.topic(record.topic);
    const queue = topic?.queueFor(record);
    if (topic === undefined || queue === undefined) throw unprepared(record);
    const slot = this.#slot;
    slot.timestamp = record.timestampMs ?? Date.now();
    slot.key = record.key;
    slot.value = record.value;
    slot.headers = record.headers;
    const appended = topic.isSticky(record)
      ? this.#appendSticky(topic, queue, attachment)
      : this.#appendTo(queue, attachment);
    slot.key = slot.value = null;
    slot.headers = undefined;
    return appended;
  }

  /** A batch is done with: its bytes are free. */
  release(batch: ProducerBatch<T>): void {
    this.#bufferedBytes -= batch.sizeInBytes;
    this.#buffers.giveBack(batch.buffer);
  }

  /** Puts smaller batches in the place of one that was too large. */
  split(queue: PartitionQueue<T>, batch: ProducerBatch<T>): ProducerBatch<T>[] {
    const parts = batch.split(this.#options.batch);
    this.#bufferedBytes += parts.reduce((bytes, part) => bytes + part.sizeInBytes, -batch.sizeInBytes);
    this.putBack(queue, parts);
    return parts;
  }

  putBack(queue: PartitionQueue<T>, batches: readonly ProducerBatch<T>[]): void {
    queue.putBack(batches);
    this.pending.add(queue);
  }

  #appendTo(queue: PartitionQueue<T>, attachment: T): Appended {
    if (this.#appendToOpen(queue, attachment)) return 'added';
    const wasOpen = queue.open !== null;
    this.#begin(queue, attachment);
    if (!wasOpen) return 'begun';
    this.filledQueue = queue;
    return 'filled';
  }

  // A full batch ends the partition's turn, so that no small one is left behind in it.
  #appendSticky(topic: TopicQueues<T>, queue: PartitionQueue<T>, attachment: T): Appended {
    const before = this.#bufferedBytes;
    if (this.#appendToOpen(queue, attachment)) {
      topic.sticky.appended(this.#bufferedBytes - before, false);
      return 'added';
    }
    if (queue.open === null) {
      this.#begin(queue, attachment);
      topic.sticky.appended(this.#bufferedBytes - before, true);
      return 'begun';
    }
    topic.sticky.choose();
    const next = topic.queues[topic.sticky.partition] ?? queue;
    this.#appendTo(next, attachment);
    topic.sticky.appended(this.#bufferedBytes - before, false);
    this.filledQueue = queue;
    return 'filled';
  }

  #appendToOpen({ open }: PartitionQueue<T>, attachment: T): boolean {
    if (open === null) return false;
    const before = open.sizeInBytes;
    if (!open.append(this.#slot, attachment)) return false;
    this.#bufferedBytes += open.sizeInBytes - before;
    return true;
  }

  #begin(queue: PartitionQueue<T>, attachment: T): void {
    this.#batchNumber += 1;
    const buffer = this.#buffers.take();
    const batch = new ProducerBatch<T>(this.#batchNumber, { ...this.#options.batch, buffer });
    batch.append(this.#slot, attachment);
    this.#bufferedBytes += batch.sizeInBytes;
    queue.begin(batch);
    this.pending.add(queue);
    this.#options.onBegun(batch);
  }
}

function unprepared({ topic, partition }: ProducerRecord): KafkaError {
  const name = partition === null ? `Topic ${topic}` : `Partition ${partition} of topic ${topic}`;
  return new KafkaError(
    'UNKNOWN_TOPIC_OR_PARTITION',
    `${name} is not known; prepare it before the first append`,
    {
      topic,
      ...(partition === null ? {} : { partition }),
    },
  );
}
