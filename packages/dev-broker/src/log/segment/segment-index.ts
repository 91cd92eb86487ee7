// One entry for so many bytes: small enough to hold whole, dense enough to find a batch with one read.
const intervalBytes = 64 * 1024;

/** Where a batch stands in its segment. Offsets and timestamps are numbers here: a log ends long before 2^53. */
export interface IndexedBatch {
  readonly baseOffset: number;
  readonly position: number;
  readonly maxTimestamp: number;
}

/** An index as it is stored. The three lists belong together entry by entry. */
export interface StoredIndex {
  readonly offsets: readonly number[];
  readonly positions: readonly number[];
  /** For each entry the largest timestamp of all that stands before it. */
  readonly timestamps: readonly number[];
  /** The largest of the whole segment, -1 in an empty one. */
  readonly maxTimestamp: number;
  /** The largest of the first batch; absent where nobody took note of it. */
  readonly firstTimestamp?: number;
}

/** Says from which batch on to look for an offset or a time. */
export class SegmentIndex {
  readonly #offsets: number[];
  readonly #positions: number[];
  readonly #timestamps: number[];
  #maxTimestamp: number;
  #firstTimestamp: number;

  constructor(stored?: StoredIndex) {
    this.#offsets = [...(stored?.offsets ?? [])];
    this.#positions = [...(stored?.positions ?? [])];
    this.#timestamps = [...(stored?.timestamps ?? [])];
    this.#maxTimestamp = stored?.maxTimestamp ?? -1;
    this.#firstTimestamp = stored?.firstTimestamp ?? -1;
  }

  get maxTimestamp(): number {
    return this.#maxTimestamp;
  }

  /** The largest timestamp of the first batch, -1 where it is not known. */
  get firstTimestamp(): number {
    return this.#firstTimestamp;
  }

  get entryCount(): number {
    return this.#offsets.length;
  }

  /** Batches come in the order of the segment. */
  add({ baseOffset, position, maxTimestamp }: IndexedBatch): void {
    if (position - (this.#positions.at(-1) ?? 0) >= intervalBytes) {
      this.#offsets.push(baseOffset);
      this.#positions.push(position);
      this.#timestamps.push(this.#maxTimestamp);
    }
    if (position === 0) this.#firstTimestamp = maxTimestamp;
    if (maxTimestamp > this.#maxTimestamp) this.#maxTimestamp = maxTimestamp;
  }

  /** A position at or before the batch that holds the offset. */
  positionForOffset(offset: number): number {
    return this.#positions[lastIndexWhere(this.#offsets, (each) => each <= offset)] ?? 0;
  }

  /** A position with nothing before it that is as late as the timestamp. */
  positionForTimestamp(timestamp: number): number {
    return this.#positions[lastIndexWhere(this.#timestamps, (each) => each < timestamp)] ?? 0;
  }

  toStored(): StoredIndex {
    return {
      offsets: this.#offsets,
      positions: this.#positions,
      timestamps: this.#timestamps,
      maxTimestamp: this.#maxTimestamp,
      firstTimestamp: this.#firstTimestamp,
    };
  }
}

/** The condition holds for the first values and for none after them; -1 where it holds for none. */
export function lastIndexWhere<T>(values: readonly T[], condition: (value: T) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = values[middle];
    if (value !== undefined && condition(value)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
