import { partitionOfKey, type Encoded } from '@sluice/kafka-protocol';
import type { TopicMetadata } from '../../cluster/topic-metadata.ts';
import { PartitionQueue } from './partition-queue.ts';
import type { ProducerRecord } from '../producer-record.ts';
import { StickyPartitioner } from './sticky-partitioner.ts';

export interface PartitioningOptions {
  readonly batchBytes: number;
  readonly ignoreKeys: boolean;
}

/** The queues of one topic's partitions, and the choice between them. */
export class TopicQueues<T> {
  readonly topic: string;
  readonly sticky: StickyPartitioner;
  readonly #ignoreKeys: boolean;
  readonly #queues: PartitionQueue<T>[] = [];

  constructor(topic: string, { batchBytes, ignoreKeys }: PartitioningOptions) {
    this.topic = topic;
    this.#ignoreKeys = ignoreKeys;
    this.sticky = new StickyPartitioner(
      batchBytes,
      (partition) => this.#queues[partition]?.batches.length ?? 0,
    );
  }

  get partitionCount(): number {
    return this.#queues.length;
  }

  get queues(): readonly PartitionQueue<T>[] {
    return this.#queues;
  }

  /** Partitions never become fewer: those of a topic made anew with fewer are left without a leader. */
  update({ partitions }: TopicMetadata): void {
    for (let next = this.#queues.length; next < partitions.length; next += 1) {
      this.#queues.push(new PartitionQueue(this.topic, next));
    }
    const led = partitions.filter(({ leader }) => leader >= 0).map(({ partition }) => partition);
    this.sticky.candidates = led.length > 0 ? led : partitions.map(({ partition }) => partition);
  }

  /** Whether no more than the load decides about the partition. */
  isSticky({ partition, key }: ProducerRecord): boolean {
    return partition === null && (key === null || this.#ignoreKeys);
  }

  /** `undefined` when there is no such partition. */
  queueFor(record: ProducerRecord): PartitionQueue<T> | undefined {
    if (record.partition !== null) return this.#queues[record.partition];
    if (record.key === null || this.#ignoreKeys) return this.#queues[this.sticky.partition];
    return this.#queues[partitionOfKey(keyBytes(record.key), this.#queues.length)];
  }
}

const scratch = Buffer.allocUnsafeSlow(1024);

function keyBytes(key: NonNullable<Encoded>): Uint8Array {
  if (typeof key !== 'string') return key;
  if (key.length * 3 > scratch.length) return Buffer.from(key);
  return scratch.subarray(0, scratch.write(key));
}
