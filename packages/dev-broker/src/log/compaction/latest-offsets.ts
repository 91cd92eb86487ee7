// What an entry takes beside its key, roughly.
const entryOverheadBytes = 64;

/** For each key the offset of its last record, as far as so much memory reaches. */
export class LatestOffsets {
  readonly #offsets = new Map<string, number>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isFull(): boolean {
    return this.#bytes >= this.#maxBytes;
  }

  /** Offsets come in order. */
  note(key: Buffer, offset: number): void {
    const text = key.toString('latin1');
    if (!this.#offsets.has(text)) this.#bytes += text.length + entryOverheadBytes;
    this.#offsets.set(text, offset);
  }

  /** Whether a later record has the same key. */
  isSuperseded(key: Buffer, offset: number): boolean {
    return (this.#offsets.get(key.toString('latin1')) ?? -1) > offset;
  }
}
