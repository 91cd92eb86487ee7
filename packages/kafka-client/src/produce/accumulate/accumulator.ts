import type { BatchHeader, RecordBatchOptions } from '@sluice/kafka-protocol';
import type { TopicMetadata } from '../../cluster/topic-metadata.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import { BatchBuffers } from './batch-buffers.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { ProducerBatch } from './producer-batch.ts';
import type { ProducerRecord } from '../producer-record.ts';
import { TopicQueues, type PartitioningOptions } from './topic-queues.ts';

export interface AccumulatorOptions<T> {
  readonly batch: RecordBatchOptions;
  readonly partitioning: PartitioningOptions;
  readonly maxBufferedBytes: number;
  readonly onBegun: (batch: ProducerBatch<T>, topic: string) => void;
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
  #batchNumber = 0;
  /** Queues that have batches to send. */
  readonly pending = new Set<PartitionQueue<T>>();
  /** The queue whose batch the last append found full. */
  filledQueue: PartitionQueue<T> | null = null;

  constructor(options: AccumulatorOptions<T>) {
    this.#options = options;
    this.#buffers = new BatchBuffers({
      batchBytes: options.batch.maxBytes,
      maxBytes: options.maxBufferedBytes,
    });
  }

  /** The memory that batches take, those being sent included. */
  get usedBytes(): number {
    return this.#buffers.usedBytes;
  }

  get isFull(): boolean {
    return this.#buffers.isFull;
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
    const queues =
      this.#topics.get(metadata.name) ?? new TopicQueues<T>(metadata.name, this.#options.partitioning);
    queues.update(metadata);
    this.#topics.set(metadata.name, queues);
  }

  /**
   * @throws KafkaError when the topic is not known, or has no such partition.
   * @throws RangeError for a timestamp that no record can have.
   */
  append(record: ProducerRecord, attachment: T): Appended {
    if (this.isFull) return 'refused';
    const topic = this.topic(record.topic);
    const queue = topic?.queueFor(record);
    if (topic === undefined || queue === undefined) throw unprepared(record);
    const slot = this.#slot;
    slot.timestamp = checkedTimestamp(record.timestampMs) ?? Date.now();
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

  /** The bytes of a batch to send; what is made anew for them counts as well. */
  bytesOf(batch: ProducerBatch<T>, header: BatchHeader): Buffer {
    const before = batch.extraBytes;
    const bytes = batch.bytes(header);
    this.#buffers.use(batch.extraBytes - before);
    return bytes;
  }

  /** A batch is done with: its memory is free. */
  release(batch: ProducerBatch<T>): void {
    this.#buffers.use(-batch.extraBytes);
    this.#buffers.giveBack(batch.buffer);
  }

  /** Puts smaller batches in the place of one that was too large. */
  split(queue: PartitionQueue<T>, batch: ProducerBatch<T>): ProducerBatch<T>[] {
    const parts = batch.split(this.#options.batch);
    for (const part of parts) this.#buffers.use(part.allocatedBytes);
    this.release(batch);
    this.putBack(queue, parts);
    return parts;
  }

  putBack(queue: PartitionQueue<T>, batches: readonly ProducerBatch<T>[]): void {
    queue.putBack(batches);
    this.pending.add(queue);
  }

  #appendTo(queue: PartitionQueue<T>, attachment: T): Appended {
    if (this.#appendToOpen(queue, attachment) >= 0) return 'added';
    const wasOpen = queue.open !== null;
    this.#begin(queue, attachment);
    if (!wasOpen) return 'begun';
    this.filledQueue = queue;
    return 'filled';
  }

  // A full batch ends the partition's turn, so that no small one is left behind in it.
  #appendSticky(topic: TopicQueues<T>, queue: PartitionQueue<T>, attachment: T): Appended {
    const bytes = this.#appendToOpen(queue, attachment);
    if (bytes >= 0) {
      topic.sticky.appended(bytes, false);
      return 'added';
    }
    if (queue.open === null) {
      topic.sticky.appended(this.#begin(queue, attachment), true);
      return 'begun';
    }
    topic.sticky.choose();
    const next = topic.queues[topic.sticky.partition] ?? queue;
    const bytesThere = this.#appendToOpen(next, attachment);
    topic.sticky.appended(bytesThere >= 0 ? bytesThere : this.#begin(next, attachment), false);
    this.filledQueue = queue;
    return 'filled';
  }

  /** The number of bytes written; -1 where no batch is open, or the record does not fit into it. */
  #appendToOpen({ open }: PartitionQueue<T>, attachment: T): number {
    if (open === null) return -1;
    const { sizeInBytes, allocatedBytes } = open;
    if (!open.append(this.#slot, attachment)) return -1;
    if (open.allocatedBytes !== allocatedBytes) this.#buffers.use(open.allocatedBytes - allocatedBytes);
    return open.sizeInBytes - sizeInBytes;
  }

  /** Returns the number of bytes written. */
  #begin(queue: PartitionQueue<T>, attachment: T): number {
    this.#batchNumber += 1;
    const buffer = this.#buffers.take();
    const batch = new ProducerBatch<T>(this.#batchNumber, { ...this.#options.batch, buffer });
    batch.append(this.#slot, attachment);
    this.#buffers.use(batch.allocatedBytes - buffer.length);
    queue.begin(batch);
    this.pending.add(queue);
    this.#options.onBegun(batch, queue.topic);
    return batch.sizeInBytes;
  }
}

// Found out later, it would leave half a record in the batch.
function checkedTimestamp(timestampMs: number | null): number | null {
  if (timestampMs === null || (Number.isSafeInteger(timestampMs) && timestampMs >= -1)) return timestampMs;
  throw new RangeError(
    `${timestampMs} is no timestamp of a record: it must be a whole number of milliseconds from 0 on, null for now or -1 for none`,
  );
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
