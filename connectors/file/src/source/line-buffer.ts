import { DataError } from '@sluice/connect-api';

const lineFeed = 10;
const carriageReturn = 13;
const initialCapacityBytes = 256 * 1024;

const defaultMaxLineBytes = 256 * 1024 * 1024;

/** Gets a line without its line end, and the position of the byte after that line end. */
export type LineReceiver = (line: string, endPosition: number) => void;

/**
 * Cuts a stream of bytes into lines that end in `\n`, `\r\n` or `\r`, and knows the byte position of each.
 *
 * ```
 *   0          #start       #end      capacity
 *   | consumed | unread     | free    |
 * ```
 */
export class LineBuffer {
  readonly #maxLineBytes: number;
  #bytes: Buffer = Buffer.allocUnsafeSlow(initialCapacityBytes);
  /** The bytes up to `#end`. */
  #filled: Buffer = this.#bytes.subarray(0, 0);
  #start = 0;
  /** The position of the first byte in the buffer. */
  #origin = 0;
  /** Where the first unread line feed and carriage return are; `#end` when there is none. */
  #lineFeedAt = 0;
  #carriageReturnAt = 0;

  /** @param maxLineBytes - a longer line fails the task: it could become neither a string nor a Kafka record. */
  constructor(maxLineBytes = defaultMaxLineBytes) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** The position up to which bytes were taken in. */
  get readPosition(): number {
    return this.#origin + this.#filled.length;
  }

  /** Forgets what is left and continues with the byte at this position. */
  reset(position: number): void {
    this.#start = 0;
    this.#origin = position;
    this.#setEnd(0, 0);
  }

  /**
   * Room for the next bytes. Only to be asked for when `take` finds no more complete lines.
   * @throws DataError when the unfinished line is too long.
   */
  space(): Buffer {
    const unread = this.#filled.subarray(this.#start);
    const target = this.#capacityFor(unread.length);
    unread.copy(target);
    this.#bytes = target;
    this.#origin += this.#start;
    this.#start = 0;
    this.#filled = target.subarray(0, unread.length);
    return target.subarray(unread.length);
  }

  /** So many bytes were written to the start of the last `space`. */
  filled(byteCount: number): void {
    const end = this.#filled.length;
    // A carriage return that was the last byte may turn out to be a line end only now.
    this.#setEnd(end + byteCount, Math.max(0, end - 1));
  }

  /** Hands over complete lines, at most so many; returns how many. */
  take(maxLines: number, receive: LineReceiver): number {
    const bytes = this.#filled;
    let count = 0;
    for (; count < maxLines; count++) {
      const lineEnd = Math.min(this.#lineFeedAt, this.#carriageReturnAt);
      const next = this.#afterLineEnd(lineEnd);
      if (next > bytes.length) break;
      receive(bytes.toString('utf8', this.#start, lineEnd), this.#origin + next);
      this.#start = next;
      if (this.#lineFeedAt < next) this.#lineFeedAt = indexOf(bytes, lineFeed, next);
      if (this.#carriageReturnAt < next) this.#carriageReturnAt = indexOf(bytes, carriageReturn, next);
    }
    return count;
  }

  /** Hands over what is left as the last line, when no more bytes will come; `null` when nothing is left. */
  finish(): string | null {
    if (this.#start === this.#filled.length) return null;
    const rest = this.#filled.toString('utf8', this.#start);
    this.reset(this.readPosition);
    return rest.endsWith('\r') ? rest.slice(0, -1) : rest;
  }

  #setEnd(end: number, searchFrom: number): void {
    this.#filled = this.#bytes.subarray(0, end);
    this.#lineFeedAt = indexOf(this.#filled, lineFeed, searchFrom);
    this.#carriageReturnAt = indexOf(this.#filled, carriageReturn, searchFrom);
  }

  /**
   * Where the next line starts; beyond the end when there is no line end, or when it is a carriage return as the
   * last byte: the end, standing for the next line feed, then is its successor.
   */
  #afterLineEnd(lineEnd: number): number {
    if (lineEnd !== this.#carriageReturnAt) return lineEnd + 1;
    return this.#lineFeedAt === lineEnd + 1 ? lineEnd + 2 : lineEnd + 1;
  }

  /** The buffer, or another one when too little room would be left or far too much is. */
  #capacityFor(unreadBytes: number): Buffer {
    const capacity = this.#bytes.length;
    if (unreadBytes > this.#maxLineBytes) {
      throw new DataError(
        `The line at byte ${this.#origin + this.#start} is longer than ${this.#maxLineBytes} bytes`,
      );
    }
    if (unreadBytes > capacity / 2) return Buffer.allocUnsafeSlow(capacity * 2);
    const isOversized = unreadBytes === 0 && capacity > initialCapacityBytes;
    return isOversized ? Buffer.allocUnsafeSlow(initialCapacityBytes) : this.#bytes;
  }
}

function indexOf(bytes: Buffer, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at === -1 ? bytes.length : at;
}
