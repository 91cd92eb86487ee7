import type { RecordBatchView, RecordCursor } from '@sluice/kafka-protocol';

/** Some records of one batch, by their place in it. */
export interface BatchSlice {
  readonly batch: BufferedBatch;
  readonly start: number;
  readonly count: number;
}

/** A batch that was fetched, of which some records may have been taken already. */
export class BufferedBatch {
  readonly view: RecordBatchView;
  /** Reading goes on here after the batch. */
  readonly endOffset: number;
  #nextOffset: number;
  #taken: number;
  #left: number;
  #isVerified = false;
  /** A cursor that stands before the record of this number, for who goes on there. */
  #parked: { readonly cursor: RecordCursor; readonly at: number } | null = null;

  /** Records before `fromOffset` do not count: brokers send whole batches. */
  constructor(view: RecordBatchView, fromOffset: number) {
    this.view = view;
    this.endOffset = Number(view.lastOffset) + 1;
    const baseOffset = Number(view.baseOffset);
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

  /** Whether the bytes are those that were written; asked once. */
  isIntact(): boolean {
    this.#isVerified ||= this.view.verifyCrc();
    return this.#isVerified;
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
    const cursor = this.view.records();
    for (let skipped = 0; skipped < index; skipped += 1) cursor.next();
    return cursor;
  }

  /** Takes back a cursor that its user needs no more. */
  park(cursor: RecordCursor, at: number): void {
    if (at < this.view.recordCount) this.#parked = { cursor, at };
  }

  // Compaction leaves gaps.
  get #isContiguous(): boolean {
    return this.endOffset - Number(this.view.baseOffset) === this.view.recordCount;
  }

  #countBefore(offset: number): number {
    const cursor = this.view.records();
    let count = 0;
    while (cursor.next() && cursor.offsetNumber < offset) count += 1;
    return count;
  }

  #offsetAt(index: number): number {
    const cursor = this.cursorAt(index);
    cursor.next();
    return cursor.offsetNumber;
  }
}
