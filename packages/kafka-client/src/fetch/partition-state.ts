import type { KafkaError } from '../errors/kafka-error.ts';
import type { TopicPartition } from '../topic-partition.ts';
import { PartitionBuffer, type FetchedBytes, type TakeOptions } from './buffer/partition-buffer.ts';
import type { FetchedPartition } from './buffer/fetched-records.ts';

/** Where to begin when the position is not known: at the committed offset if there is one, or where the policy says. */
export type StartFrom = 'committed' | 'policy' | 'earliest' | 'latest';

/** Tells whether a response still fits: seeking makes answers to earlier requests worthless. */
export interface FetchTicket {
  readonly state: PartitionState;
  readonly offset: number;
  readonly version: number;
}

/** One partition of the assignment: where reading stands, and what was fetched ahead. */
export class PartitionState implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  readonly #buffer: PartitionBuffer;
  #position: number | null = null;
  #fetchOffset = 0;
  #startFrom: StartFrom;
  #version = 0;
  isPaused = false;
  /** By the monotonic clock: no fetch before, after a failure. */
  notBeforeMs = 0;
  /** What the next poll has to throw. */
  failure: KafkaError | null = null;

  constructor({ topic, partition }: TopicPartition, startFrom: StartFrom) {
    this.topic = topic;
    this.partition = partition;
    this.#startFrom = startFrom;
    this.#buffer = new PartitionBuffer(this);
  }

  /** The offset of the next record to hand out; `null` while it has to be found. */
  get position(): number | null {
    return this.#position;
  }

  /** How to find the position while it is not known. */
  get startFrom(): StartFrom {
    return this.#startFrom;
  }

  get bufferedBytes(): number {
    return this.#buffer.sizeInBytes;
  }

  get hasBuffered(): boolean {
    return !this.#buffer.isEmpty;
  }

  /** Goes on at this offset; what was fetched ahead is dropped. */
  seek(offset: number): void {
    this.#restart();
    this.#position = this.#fetchOffset = offset;
  }

  /** Has the position found anew; what was fetched ahead is dropped. */
  restartFrom(startFrom: StartFrom): void {
    this.#restart();
    this.#startFrom = startFrom;
    this.#position = null;
  }

  ticket(): FetchTicket {
    return { state: this, offset: this.#fetchOffset, version: this.#version };
  }

  isValid({ offset, version }: FetchTicket): boolean {
    return this.#version === version && this.#fetchOffset === offset;
  }

  /** Whether nothing was sought or restarted since the ticket was made. */
  isSame({ version }: FetchTicket): boolean {
    return this.#version === version;
  }

  /** Throws ProtocolError where the bytes are no batches. */
  add(bytes: FetchedBytes): void {
    this.#fetchOffset = this.#buffer.add(bytes);
  }

  /**
   * Only while something is buffered.
   * @throws KafkaError `CORRUPT_MESSAGE`
   */
  take(options: TakeOptions): FetchedPartition {
    const taken = this.#buffer.take(this.#position ?? 0, options);
    this.#position = taken.nextOffset;
    return taken;
  }

  #restart(): void {
    this.#buffer.clear();
    this.#version += 1;
    this.failure = null;
    this.notBeforeMs = 0;
  }
}
