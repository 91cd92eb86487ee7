import { ProtocolError } from '../wire/protocol-error.ts';
import type { Encoded, RecordHeaderInput, RecordInput } from './record-input.ts';
import { minPayloadSize, varintSize } from './record-size.ts';

const noHeaders: readonly RecordHeaderInput[] = [];
const minBodyOverhead = 6;

/**
 * Writes records of format version 2 one after the other into a growing buffer.
 *
 * Lengths come before what they count and are of variable size. They are guessed from the number of characters, which
 * is right for ASCII and never too large; where the guess leaves too little room, what was written moves up.
 */
export class RecordWriter {
  #buffer: Buffer;
  #position: number;

  /** Writes into `buffer` as long as it suffices. The first `reservedBytes` are left for a header. */
  constructor(buffer: Buffer, reservedBytes: number) {
    this.#buffer = buffer;
    this.#position = reservedBytes;
  }

  /** What it writes into now. */
  get buffer(): Buffer {
    return this.#buffer;
  }

  get position(): number {
    return this.#position;
  }

  get freeBytes(): number {
    return this.#buffer.length - this.#position;
  }

  /** All that was written, the reserved bytes included: a view. */
  get written(): Buffer {
    return this.#buffer.subarray(0, this.#position);
  }

  /**
   * Grows by doubling where that is needed, beyond `maxBytes` only as far as it must. What it grows into is memory of its
   * own and no part of a pool, so that its length is what it takes.
   */
  ensureFree(byteCount: number, maxBytes = Number.POSITIVE_INFINITY): void {
    if (byteCount <= this.freeBytes) return;
    const doubled = Math.min(this.#buffer.length * 2, maxBytes);
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#position + byteCount, doubled));
    this.#buffer.copy(grown, 0, 0, this.#position);
    this.#buffer = grown;
  }

  /** The caller has made sure that the record fits. */
  write(record: RecordInput, offsetDelta: number, timestampDelta: number | bigint): void {
    const start = this.#position;
    const guessedPrefix = varintSize(minBodyOverhead + minPayloadSize(record));
    const bodyStart = start + guessedPrefix;
    this.#position = bodyStart;
    this.#byte(0);
    this.#varlong(timestampDelta);
    this.#varint(offsetDelta);
    this.#encoded(record.key);
    this.#encoded(record.value);
    this.#headers(record.headers ?? noHeaders);
    const bodyLength = this.#position - bodyStart;
    this.#prefix(start, guessedPrefix, bodyLength);
  }

  #headers(headers: readonly RecordHeaderInput[]): void {
    this.#varint(headers.length);
    for (const { key, value } of headers) {
      this.#encoded(key);
      this.#encoded(value);
    }
  }

  #encoded(encoded: Encoded): void {
    if (typeof encoded === 'string') return this.#string(encoded);
    if (encoded === null) return this.#byte(1);
    this.#varint(encoded.length);
    this.#buffer.set(encoded, this.#position);
    this.#position += encoded.length;
  }

  #string(text: string): void {
    const start = this.#position;
    const guessedPrefix = varintSize(text.length);
    const length = text === '' ? 0 : this.#buffer.write(text, start + guessedPrefix);
    this.#position = start + guessedPrefix + length;
    this.#prefix(start, guessedPrefix, length);
  }

  /** Puts the length before the `length` bytes that begin `guessedPrefix` bytes after `start` and end here. */
  #prefix(start: number, guessedPrefix: number, length: number): void {
    const prefix = varintSize(length);
    if (prefix < guessedPrefix) throw new ProtocolError('a record outgrew the room that was made for it');
    if (prefix > guessedPrefix)
      this.#buffer.copyWithin(start + prefix, start + guessedPrefix, this.#position);
    this.#position = start;
    this.#varint(length);
    this.#position += length;
  }

  #byte(value: number): void {
    this.#buffer[this.#position] = value;
    this.#position += 1;
  }

  #varint(value: number): void {
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    while (rest >= 0x80) {
      this.#byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.#byte(rest);
  }

  #varlong(value: number | bigint): void {
    if (typeof value === 'number' && value === (value | 0)) return this.#varint(value);
    const wide = BigInt(value);
    let rest = BigInt.asUintN(64, (wide << 1n) ^ (wide >> 63n));
    for (; rest >= 0x80n; rest >>= 7n) this.#byte(Number(rest & 0x7fn) | 0x80);
    this.#byte(Number(rest));
  }
}
