import { iterateBatches, ProtocolError, type RecordBatchView } from '@sluice/kafka-protocol';
import type { TopicPartition } from '../../topic-partition.ts';
import type { AbortedTransactions } from './aborted-transactions.ts';
import { BufferedBatch } from './buffered-batch.ts';
import { corruptBatch, corruptBytes, type CorruptPlace } from './corrupt-records.ts';
import { ReceivedBytes } from './fetch-memory.ts';
import type { Position } from './position.ts';

export interface FetchedBytes {
  readonly records: Buffer;
  readonly fromOffset: number;
  /** `null` where uncommitted records are read too. */
  readonly aborted: AbortedTransactions | null;
  readonly received: ReceivedBytes;
  /** `host:port` of the broker that sent it. */
  readonly broker: string;
}

/** What one response brought of one partition: whole batches, and perhaps bytes behind them that are none. */
export class FetchedChunk {
  readonly #place: CorruptPlace;
  readonly #fromOffset: number;
  readonly #aborted: AbortedTransactions | null;
  #received: ReceivedBytes;
  #views: RecordBatchView[] = [];
  #sizeInBytes = 0;
  #end: Position;
  /** What is wrong with the bytes behind the last batch. */
  #fault: unknown = null;
  #open: BufferedBatch | null = null;

  constructor(partition: TopicPartition, { records, fromOffset, aborted, received, broker }: FetchedBytes) {
    this.#place = { partition, broker };
    this.#fromOffset = fromOffset;
    this.#aborted = aborted;
    this.#received = received;
    this.#end = { offset: fromOffset, leaderEpoch: null };
    received.retain();
    try {
      for (const view of iterateBatches(records)) this.#add(view);
    } catch (error) {
      this.#fault = error;
    }
  }

  /** Reading goes on here behind it. */
  get end(): Position {
    return this.#end;
  }

  get sizeInBytes(): number {
    return this.#sizeInBytes;
  }

  /** Whether bytes that are no batches stand at its end. */
  get isFaulty(): boolean {
    return this.#fault !== null;
  }

  get isEmpty(): boolean {
    return this.#views.length === 0 && !this.isFaulty;
  }

  /**
   * The records of the next batch, unless it is empty; `null` where they are for no one: marks of the broker, or
   * aborted.
   * @throws KafkaError `CORRUPT_MESSAGE`
   */
  open(checkCrcs: boolean): BufferedBatch | null {
    const [view] = this.#views;
    if (view === undefined) throw corruptBytes(this.#place, this.#end.offset, this.#fault);
    if (this.#open !== null) return this.#open;
    if (checkCrcs && !view.verifyCrc()) throw corruptBatch(this.#place, view);
    try {
      if (!this.#hides(view)) this.#open = this.#bufferedBatch(view, this.#fromOffset);
    } catch (cause) {
      throw corruptBatch(this.#place, view, cause);
    }
    return this.#open;
  }

  /** Where reading goes on after what was taken of the batch that is open; passes over it when nothing is left. */
  advance(): Position {
    const [view] = this.#views;
    if (view === undefined) return this.#end;
    const offset = this.#open?.nextOffset ?? Number(view.lastOffset) + 1;
    if (this.#open === null || this.#open.left === 0) this.#shift(view);
    return { offset, leaderEpoch: epochOf(view) };
  }

  /** Copies what is left where it keeps much more in memory than itself. */
  detach(): void {
    if (this.#sizeInBytes * 2 >= this.#received.size) return;
    const nextOffset = this.#open?.nextOffset ?? 0;
    const { memory } = this.#received;
    const copy = Buffer.concat(this.#views.map(({ bytes }) => bytes));
    this.#open?.drop();
    this.#received.release();
    this.#views = [...iterateBatches(copy)];
    this.#received = new ReceivedBytes(memory, copy.length);
    this.#received.retain();
    const [first] = this.#views;
    if (this.#open !== null && first !== undefined) this.#open = this.#bufferedBatch(first, nextOffset);
  }

  /** It leaves the buffer. */
  drop(): void {
    this.#open?.drop();
    this.#received.release();
  }

  #bufferedBatch(view: RecordBatchView, fromOffset: number): BufferedBatch {
    const { broker } = this.#place;
    return new BufferedBatch(view, fromOffset, { broker, memory: this.#received.memory });
  }

  #hides(view: RecordBatchView): boolean {
    return this.#aborted === null ? view.isControl : this.#aborted.hides(view);
  }

  #shift({ sizeInBytes }: RecordBatchView): void {
    this.#views.shift();
    this.#sizeInBytes -= sizeInBytes;
    this.#open?.drop();
    this.#open = null;
  }

  #add(view: RecordBatchView): void {
    const offset = Number(view.lastOffset) + 1;
    const isBackward = view.magic === 2 && view.lastOffset < view.baseOffset;
    if (!Number.isSafeInteger(offset) || offset <= 0 || isBackward)
      throw new ProtocolError(`record batch that ends at offset ${view.lastOffset}`);
    if (offset <= this.#end.offset) return;
    this.#views.push(view);
    this.#sizeInBytes += view.sizeInBytes;
    this.#end = { offset, leaderEpoch: epochOf(view) };
  }
}

function epochOf({ leaderEpoch }: RecordBatchView): number | null {
  return leaderEpoch < 0 ? null : leaderEpoch;
}
