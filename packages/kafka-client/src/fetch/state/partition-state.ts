import type { KafkaError } from '../../errors/kafka-error.ts';
import { backoffMs, type BackoffOptions } from '../../timing/backoff.ts';
import type { TopicPartition } from '../../topic-partition.ts';
import type { FetchedBytes } from '../buffer/fetched-chunk.ts';
import type { FetchedPartition } from '../buffer/fetched-records.ts';
import { PartitionBuffer, type TakeOptions } from '../buffer/partition-buffer.ts';
import type { Position } from '../buffer/position.ts';
import { ReadSource } from './read-source.ts';

/** Where to begin when the position is not known: at the committed offset if there is one, or where the policy says. */
export type StartFrom = 'committed' | 'policy' | 'earliest' | 'latest';

/** Tells whether a response still fits: seeking makes answers to earlier requests worthless. */
export interface FetchTicket {
  readonly state: PartitionState;
  readonly offset: number;
  readonly version: number;
}

/** What a broker last said of the log. */
export interface LogEnds {
  /** Where reading ends for now: only what is replicated is read, and only what is committed where that is wanted. */
  readonly endOffset: number;
  readonly startOffset: number;
}

const nowhere: Position = { offset: 0, leaderEpoch: null };

/** One partition of the assignment: where reading stands, and what was fetched ahead. */
export class PartitionState implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  readonly source = new ReadSource();
  readonly #buffer: PartitionBuffer;
  #position: Position | null = null;
  /** Behind what was fetched ahead. */
  #fetchPosition = nowhere;
  #lastFetchedEpoch: number | null = null;
  #startFrom: StartFrom;
  #topicId: string | null = null;
  #version = 0;
  #isPaused = false;
  #failures = 0;
  #notBeforeMs = 0;
  /** `null` before the first answer. */
  ends: LogEnds | null = null;
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
    return this.#position?.offset ?? null;
  }

  /** Of the record before the position; `null` when not known. */
  get leaderEpoch(): number | null {
    return this.#position?.leaderEpoch ?? null;
  }

  /** How to find the position while it is not known. */
  get startFrom(): StartFrom {
    return this.#startFrom;
  }

  /** Where the next fetch goes on. */
  get fetchPosition(): Position {
    return this.#fetchPosition;
  }

  /** The leader epoch of the last record that was fetched; `null` where none was, or it does not tell. */
  get lastFetchedEpoch(): number | null {
    return this.#lastFetchedEpoch;
  }

  get bufferedBytes(): number {
    return this.#buffer.sizeInBytes;
  }

  get hasBuffered(): boolean {
    return !this.#buffer.isEmpty;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Records that are there and not handed out yet; `null` when not known. */
  get lag(): number | null {
    if (this.ends === null || this.#position === null) return null;
    return Math.max(0, this.ends.endOffset - this.#position.offset);
  }

  /** Offsets between the start of the log and the position; `null` when not known. */
  get lead(): number | null {
    if (this.ends === null || this.#position === null) return null;
    return Math.max(0, this.#position.offset - this.ends.startOffset);
  }

  /** Whether brokers may be asked about it, once its position is checked. */
  isDue(nowMs: number): boolean {
    return this.#position !== null && this.failure === null && this.#notBeforeMs <= nowMs;
  }

  /** Whether it is to be fetched, now or when its share of the memory is free. */
  isActive(nowMs: number): boolean {
    return this.isDue(nowMs) && !this.#isPaused && !this.source.isUnchecked && !this.#buffer.isFaulty;
  }

  pause(): void {
    this.#isPaused = true;
    this.#buffer.detach();
  }

  resume(): void {
    this.#isPaused = false;
  }

  /** Goes on at this offset; what was fetched ahead is dropped. */
  seek(offset: number, leaderEpoch: number | null = null): void {
    this.#restart();
    this.#position = this.#fetchPosition = { offset, leaderEpoch };
  }

  /** Has the position found anew; what was fetched ahead is dropped. */
  restartFrom(startFrom: StartFrom): void {
    this.#restart();
    this.#startFrom = startFrom;
    this.#position = null;
  }

  /** Takes notice of the topic's id: what was read of an earlier topic of the same name says nothing about this one. */
  followTopic(topicId: string): void {
    if (this.#topicId !== null && this.#topicId !== topicId) {
      this.#fetchPosition = { ...this.#fetchPosition, leaderEpoch: null };
      this.#lastFetchedEpoch = null;
      this.source.forgetLeader();
    }
    this.#topicId = topicId;
  }

  /** Drops what was fetched ahead, to fetch it again. */
  refetch(): void {
    this.#buffer.clear();
    this.#version += 1;
    this.#fetchPosition = this.#position ?? nowhere;
    this.#lastFetchedEpoch = null;
  }

  /** Lets no requests be made for it for a while: longer after each failure in a row. Returns until when. */
  rest(backoff: BackoffOptions): number {
    this.#failures += 1;
    this.#notBeforeMs = performance.now() + backoffMs(this.#failures, backoff);
    return this.#notBeforeMs;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  ticket(): FetchTicket {
    return { state: this, offset: this.#fetchPosition.offset, version: this.#version };
  }

  isValid({ offset, version }: FetchTicket): boolean {
    return this.#version === version && this.#fetchPosition.offset === offset;
  }

  /** Whether nothing was sought or restarted since the ticket was made. */
  isSame({ version }: FetchTicket): boolean {
    return this.#version === version;
  }

  /** The log has the offset, but what stands before it is of another epoch than was known. */
  correctEpoch(leaderEpoch: number): void {
    this.#fetchPosition = { ...this.#fetchPosition, leaderEpoch };
    this.#lastFetchedEpoch = null;
  }

  /** False where there is nothing new in the bytes, not one whole batch. */
  add(bytes: FetchedBytes): boolean {
    const end = this.#buffer.add(bytes);
    if (end === null) return false;
    this.#fetchPosition = end;
    this.#lastFetchedEpoch = end.leaderEpoch;
    if (this.#isPaused) this.#buffer.detach();
    return true;
  }

  /**
   * Only while something is buffered.
   * @throws KafkaError `CORRUPT_MESSAGE`; what is buffered is then fetched again.
   */
  take(options: TakeOptions): FetchedPartition {
    try {
      const taken = this.#buffer.take(this.#position ?? nowhere, options);
      this.#position = { offset: taken.nextOffset, leaderEpoch: taken.nextLeaderEpoch };
      return taken;
    } catch (error) {
      this.refetch();
      throw error;
    }
  }

  #restart(): void {
    this.refetch();
    this.source.forgetLeader();
    this.failure = null;
    this.#failures = 0;
    this.#notBeforeMs = 0;
  }
}
