const lastAtWork = 0;
const exited = 1;

/** What a thread leaves behind even when it dies: a few numbers in shared memory. Keys of residents are numbers. */
export class ThreadMarks {
  readonly memory: SharedArrayBuffer;
  readonly #numbers: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.memory = memory;
    this.#numbers = new Int32Array(memory);
  }

  /** Code of this resident runs now. */
  entered(key: string): void {
    Atomics.store(this.#numbers, lastAtWork, Number(key));
  }

  /** The resident whose code was entered last, as far as is known. */
  get lastAtWork(): string | null {
    return this.#key(lastAtWork);
  }

  /** This resident ends the thread. */
  exits(key: string | undefined): void {
    Atomics.store(this.#numbers, exited, Number(key ?? 0));
  }

  /** Who ended the thread. */
  get exitedBy(): string | null {
    return this.#key(exited);
  }

  #key(index: number): string | null {
    const number = Atomics.load(this.#numbers, index);
    return number === 0 ? null : String(number);
  }
}
