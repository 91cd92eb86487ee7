import type { SourceOffset, SourcePartition, SourceRecord } from '@sluice/connect-api';
import { canonicalFields } from '../stores/offset-codec.ts';

/** A record that was handed to the producer and is not acknowledged yet. */
export class InFlightRecord {
  readonly record: SourceRecord;
  acknowledged = false;

  constructor(record: SourceRecord) {
    this.record = record;
  }
}

/** The records of one source partition in the order they were submitted; those before `head` are done with. */
interface PartitionQueue {
  readonly partition: SourcePartition | null;
  records: InFlightRecord[];
  head: number;
}

/** How far a source partition may be committed. */
export interface CommittableOffset {
  readonly partition: SourcePartition | null;
  readonly offset: SourceOffset | null;
}

const compactFrom = 1024;

/**
 * Knows which offsets may be committed.
 *
 * Invariant 1: an offset becomes committable when its record and all earlier ones of the same source partition
 * are acknowledged.
 */
export class InFlightRecords {
  /** By the content of the partition. */
  readonly #queues = new Map<string, PartitionQueue>();
  /** Connectors usually give the same object for a partition again and again. */
  #lastPartition: SourcePartition | null | undefined;
  #lastQueue: PartitionQueue | undefined;
  #unacknowledged = 0;

  /** How many submitted records are not acknowledged. */
  get count(): number {
    return this.#unacknowledged;
  }

  /** @throws DataError when the source partition holds what cannot be stored. */
  submit(record: SourceRecord): InFlightRecord {
    const queue = this.#queueOf(record.sourcePartition);
    const submitted = new InFlightRecord(record);
    queue.records.push(submitted);
    this.#unacknowledged++;
    return submitted;
  }

  acknowledge(submitted: InFlightRecord): void {
    submitted.acknowledged = true;
    this.#unacknowledged--;
  }

  /** The offsets that became committable since the last call: the newest of each source partition. */
  takeCommittable(): CommittableOffset[] {
    const committable: CommittableOffset[] = [];
    for (const [key, queue] of this.#queues) {
      const last = advance(queue);
      if (last !== undefined)
        committable.push({ partition: queue.partition, offset: last.record.sourceOffset });
      // Sources come across ever new partitions.
      if (queue.records.length === 0 && queue !== this.#lastQueue) this.#queues.delete(key);
    }
    return committable;
  }

  #queueOf(partition: SourcePartition | null): PartitionQueue {
    if (this.#lastQueue !== undefined && partition === this.#lastPartition) return this.#lastQueue;
    const key = canonicalFields(partition);
    let queue = this.#queues.get(key);
    if (queue === undefined) {
      queue = { partition, records: [], head: 0 };
      this.#queues.set(key, queue);
    }
    this.#lastPartition = partition;
    this.#lastQueue = queue;
    return queue;
  }
}

/** Moves the head past what is acknowledged and returns the last record passed. */
function advance(queue: PartitionQueue): InFlightRecord | undefined {
  const { records } = queue;
  let last: InFlightRecord | undefined;
  let head = queue.head;
  while (head < records.length && (records[head] as InFlightRecord).acknowledged) {
    last = records[head] as InFlightRecord;
    head++;
  }
  if (head === records.length) {
    records.length = 0;
    head = 0;
  } else if (head > compactFrom) {
    records.splice(0, head);
    head = 0;
  }
  queue.head = head;
  return last;
}
