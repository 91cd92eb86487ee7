import { partitionOfKey, type Encoded } from '@sluice/kafka-protocol';
import type { TopicMetadata } from '../../cluster/topic-metadata.ts';
import { PartitionQueue } from './partition-queue.ts';
import type { ProducerRecord } from '../producer-record.ts';
import { StickyPartitioner } from './sticky-partitioner.ts';

export interface PartitioningOptions {
  readonly batchBytes: number;
  /** Whether records go round all partitions one by one, whatever their keys. */
  readonly isRoundRobin: boolean;
  readonly ignoreKeys: boolean;
  /** Whether partitions with fewer batches waiting are taken more often. */
  readonly isAdaptive: boolean;
  /** Whether the leader of a partition keeps up with what is to be sent to it. */
  readonly isAvailable: (topic: string, partition: number) => boolean;
}

/** The queues of one topic's partitions, and the choice between them. */
export class TopicQueues<T> {
  readonly topic: string;
  readonly sticky: StickyPartitioner;
  readonly #isRoundRobin: boolean;
  readonly #ignoreKeys: boolean;
  readonly #queues: PartitionQueue<T>[] = [];
  #led: readonly number[] = [];
  #turn = 0;

  constructor(topic: string, options: PartitioningOptions) {
    this.topic = topic;
    this.#isRoundRobin = options.isRoundRobin;
    this.#ignoreKeys = options.ignoreKeys;
    this.sticky = new StickyPartitioner({
      batchBytes: options.batchBytes,
      queueLength: options.isAdaptive ? (partition) => this.#queues[partition]?.batches.length ?? 0 : () => 0,
      isAvailable: (partition) => options.isAvailable(topic, partition),
    });
  }

  get partitionCount(): number {
    return this.#queues.length;
  }

  /** Whether nothing waits or is being sent. */
  get isIdle(): boolean {
    return this.#queues.every(({ batches, inFlight }) => batches.length === 0 && inFlight === 0);
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
    this.#led = led.length > 0 ? led : partitions.map(({ partition }) => partition);
    this.sticky.candidates = this.#led;
  }

  /** Whether no more than the load decides about the partition. */
  isSticky({ partition, key }: ProducerRecord): boolean {
    return partition === null && !this.#isRoundRobin && (key === null || this.#ignoreKeys);
  }

  /** `undefined` when there is no such partition. */
  queueFor(record: ProducerRecord): PartitionQueue<T> | undefined {
    if (record.partition !== null) return this.#queues[record.partition];
    if (this.#isRoundRobin) return this.#queues[this.#nextInTurn()];
    if (record.key === null || this.#ignoreKeys) return this.#queues[this.sticky.partition];
    return this.#queues[partitionOfKey(keyBytes(record.key), this.#queues.length)];
  }

  #nextInTurn(): number {
    const partition = this.#led[this.#turn % this.#led.length] ?? 0;
    this.#turn += 1;
    return partition;
  }
}

const scratch = Buffer.allocUnsafeSlow(1024);

function keyBytes(key: NonNullable<Encoded>): Uint8Array {
  if (typeof key !== 'string') return key;
  if (key.length * 3 > scratch.length) return Buffer.from(key);
  return scratch.subarray(0, scratch.write(key));
}
