import type { SourceOffset, SourcePartition, SourceRecord } from '@sluice/connect-api';
import { canonicalFields } from '../stores/offset-codec.ts';

/** A record that was handed to the producer and is not acknowledged yet. */
export class InFlightRecord {
  readonly offset: SourceOffset | null;
  readonly queue: PartitionQueue;
  /** `null` unless the task wants to hear of its records: hundreds of thousands may be in flight. */
  readonly record: SourceRecord | null;
  acknowledged = false;

  constructor(offset: SourceOffset | null, queue: PartitionQueue, record: SourceRecord | null) {
    this.offset = offset;
    this.queue = queue;
    this.record = record;
  }
}

/**
 * The records of one source partition in the order they were submitted. Those before `head` are acknowledged and of
 * no more use but for the offset of the last one.
 */
interface PartitionQueue {
  readonly partition: SourcePartition | null;
  /** How many fields the partition has. */
  readonly fieldCount: number;
  records: InFlightRecord[];
  head: number;
  /** The newest record whose offset may be committed and was not taken yet. */
  committable: InFlightRecord | null;
}

/** How far a source partition may be committed. */
export interface CommittableOffset {
  readonly partition: SourcePartition | null;
  readonly offset: SourceOffset | null;
}

/** Below this many records it does not pay to free those that are done with. */
const compactFrom = 1024;

/**
 * Knows which offsets may be committed.
 *
 * Invariant 1: an offset becomes committable when its record and all earlier ones of the same source partition
 * are acknowledged.
 */
export class InFlightRecords {
  readonly #keepsRecords: boolean;
  /** By the content of the partition. */
  readonly #queues = new Map<string, PartitionQueue>();
  /** Of the same partition there are usually many records one after the other. */
  #lastQueue: PartitionQueue | undefined;
  #unacknowledged = 0;

  /** @param keepsRecords - whether the records themselves are still needed when they are acknowledged. */
  constructor(keepsRecords: boolean) {
    this.#keepsRecords = keepsRecords;
  }

  /** How many submitted records are not acknowledged. */
  get count(): number {
    return this.#unacknowledged;
  }

  /** @throws DataError when the source partition holds what cannot be stored. */
  submit(record: SourceRecord): InFlightRecord {
    const queue = this.#queueOf(record.sourcePartition);
    const submitted = new InFlightRecord(record.sourceOffset, queue, this.#keepsRecords ? record : null);
    queue.records.push(submitted);
    this.#unacknowledged++;
    return submitted;
  }

  acknowledge(submitted: InFlightRecord): void {
    submitted.acknowledged = true;
    this.#unacknowledged--;
    advance(submitted.queue);
  }

  /** The offsets that became committable since the last call: the newest of each source partition. */
  takeCommittable(): CommittableOffset[] {
    const committable: CommittableOffset[] = [];
    for (const [key, queue] of this.#queues) {
      if (queue.committable !== null) {
        committable.push({ partition: queue.partition, offset: queue.committable.offset });
        queue.committable = null;
      }
      // Sources come across ever new partitions.
      if (queue.records.length === 0 && queue !== this.#lastQueue) this.#queues.delete(key);
    }
    return committable;
  }

  #queueOf(partition: SourcePartition | null): PartitionQueue {
    if (this.#lastQueue !== undefined && sameFields(partition, this.#lastQueue)) return this.#lastQueue;
    const key = canonicalFields(partition);
    let queue = this.#queues.get(key);
    if (queue === undefined) {
      // A copy: connectors may use their objects again.
      const kept = partition === null ? null : { ...partition };
      queue = { partition: kept, fieldCount: countOf(kept), records: [], head: 0, committable: null };
      this.#queues.set(key, queue);
    }
    this.#lastQueue = queue;
    return queue;
  }
}

function countOf(partition: SourcePartition | null): number {
  return partition === null ? 0 : Object.keys(partition).length;
}

/** Whether a partition is that of the queue, as far as that is seen at a glance. */
function sameFields(given: SourcePartition | null, { partition, fieldCount }: PartitionQueue): boolean {
  if (given === null || partition === null || typeof given !== 'object') return given === partition;
  let count = 0;
  for (const name in given) {
    const value = given[name];
    const isPlain = value === null || typeof value !== 'object';
    if (value === undefined || !isPlain || value !== partition[name]) return false;
    count++;
  }
  return count === fieldCount;
}

/** Moves the head past what is acknowledged; frees it now and then, so that this costs little for each record. */
function advance(queue: PartitionQueue): void {
  const { records } = queue;
  let { head } = queue;
  for (let next = records[head]; next?.acknowledged === true; next = records[head]) {
    queue.committable = next;
    head++;
  }
  if (head === records.length) {
    records.length = 0;
    head = 0;
  } else if (head > compactFrom && head > records.length / 2) {
    queue.records = records.slice(head);
    head = 0;
  }
  queue.head = head;
}
