import type { RecordBatchView, RecordCursor } from '@sluice/kafka-protocol';
import type { FetchMemory } from './fetch-memory.ts';

/** Some records of one batch, by their place in it. */
export interface BatchSlice {
  readonly batch: BufferedBatch;
  readonly start: number;
  readonly count: number;
}

export interface BatchOrigin {
  readonly broker: string;
  readonly memory: FetchMemory;
}

/** A batch that was fetched, of which some records may have been taken already. */
export class BufferedBatch {
  readonly view: RecordBatchView;
  /** `host:port` of the broker that sent it. */
  readonly broker: string;
  /** Reading goes on here after the batch. */
  readonly endOffset: number;
  readonly #memory: FetchMemory;
  readonly #isContiguous: boolean;
  #nextOffset: number;
  #taken: number;
  #left: number;
  #unpackedBytes = 0;
  #isBuffered = true;
  /** A cursor that stands before the record of this number, for who goes on there. */
  #parked: { readonly cursor: RecordCursor; readonly at: number } | null = null;

  /** Records before `fromOffset` do not count: brokers send whole batches. Throws ProtocolError where there are none. */
  constructor(view: RecordBatchView, fromOffset: number, { broker, memory }: BatchOrigin) {
    const baseOffset = Number(view.baseOffset);
    this.view = view;
    this.broker = broker;
    this.endOffset = Number(view.lastOffset) + 1;
    this.#memory = memory;
    // Compaction leaves gaps.
    this.#isContiguous = this.endOffset - baseOffset === view.recordCount;
    this.#nextOffset = Math.max(baseOffset, fromOffset);
    this.#taken = this.#isContiguous ? this.#nextOffset - baseOffset : this.#countBefore(fromOffset);
    this.#left = view.recordCount - this.#taken;
  }

  /** Records not taken yet. */
  get left(): number {
    return this.#left;
  }

  /** Where reading goes on after what was taken. */
  get nextOffset(): number {
    return this.#left === 0 ? this.endOffset : this.#nextOffset;
  }

  take(count: number): BatchSlice {
    const slice = { batch: this, start: this.#taken, count };
    this.#left -= count;
    if (this.#left > 0)
      this.#nextOffset = this.#isContiguous ? this.#nextOffset + count : this.#offsetAt(this.#taken + count);
    this.#taken += count;
    return slice;
  }

  /** A cursor before the record of this number. */
  cursorAt(index: number): RecordCursor {
    const parked = this.#parked;
    if (parked?.at === index) {
      this.#parked = null;
      return parked.cursor;
    }
    const cursor = this.#cursor();
    for (let skipped = 0; skipped < index; skipped += 1) cursor.next();
    return cursor;
  }

  /** Takes back a cursor that its user needs no more. */
  park(cursor: RecordCursor, at: number): void {
    if (at < this.view.recordCount) this.#parked = { cursor, at };
  }

  /** It leaves the buffer; whoever has slices of it can still read them. */
  drop(): void {
    this.#isBuffered = false;
    this.#memory.free(this.#unpackedBytes);
    this.#unpackedBytes = 0;
  }

  /** What is compressed is unpacked once, and stays with the batch. */
  #cursor(): RecordCursor {
    const cursor = this.view.records();
    const isUnpacked = cursor.buffer !== this.view.bytes;
    if (isUnpacked && this.#isBuffered && this.#unpackedBytes === 0) {
      this.#unpackedBytes = cursor.buffer.length;
      this.#memory.hold(this.#unpackedBytes);
    }
    return cursor;
  }

  #countBefore(offset: number): number {
    const cursor = this.#cursor();
    let count = 0;
    while (count < this.view.recordCount && cursor.next() && cursor.offsetNumber < offset) count += 1;
    return count;
  }

  #offsetAt(index: number): number {
    const cursor = this.cursorAt(index);
    cursor.next();
    return cursor.offsetNumber;
  }
}
