import { ProtocolError } from './protocol-error.ts';

const emptyBuffer = Buffer.alloc(0);

/**
 * Reads the primitive types of the Kafka protocol one after the other.
 * Every read checks its bounds first, and a length found in the bytes is never believed beyond what is left of them.
 */
export class WireReader {
  readonly buffer: Buffer;
  #position: number;

  constructor(buffer: Buffer, offset = 0) {
    this.buffer = buffer;
    this.#position = offset;
  }

  get position(): number {
    return this.#position;
  }

  get remaining(): number {
    return this.buffer.length - this.#position;
  }

  int8(): number {
    return this.buffer.readInt8(this.#advance(1));
  }

  int16(): number {
    return this.buffer.readInt16BE(this.#advance(2));
  }

  uint16(): number {
    return this.buffer.readUInt16BE(this.#advance(2));
  }

  int32(): number {
    return this.buffer.readInt32BE(this.#advance(4));
  }

  uint32(): number {
    return this.buffer.readUInt32BE(this.#advance(4));
  }

  int64(): bigint {
    return this.buffer.readBigInt64BE(this.#advance(8));
  }

  float64(): number {
    return this.buffer.readDoubleBE(this.#advance(8));
  }

  bool(): boolean {
    return this.int8() !== 0;
  }

  /** At most 32 bits in at most five bytes, seven bits each, the lowest first. */
  unsignedVarint(): number {
    const start = this.#position;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.buffer.readUInt8(this.#advance(1));
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new ProtocolError('variable-length integer of more than five bytes', { position: start });
  }

  /** Zigzag: small negative numbers are short too. */
  varint(): number {
    const raw = this.unsignedVarint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  varlong(): bigint {
    const start = this.#position;
    let raw = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.buffer.readUInt8(this.#advance(1));
      raw |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (raw >> 1n) ^ -(raw & 1n));
    }
    throw new ProtocolError('variable-length integer of more than ten bytes', { position: start });
  }

  string(): string {
    return this.#present(this.nullableString());
  }

  nullableString(): string | null {
    return this.#utf8(this.int16());
  }

  compactString(): string {
    return this.#present(this.compactNullableString());
  }

  compactNullableString(): string | null {
    return this.#utf8(this.unsignedVarint() - 1);
  }

  /** A view, not a copy. */
  bytes(): Buffer {
    return this.#present(this.nullableBytes());
  }

  nullableBytes(): Buffer | null {
    return this.#view(this.int32());
  }

  compactBytes(): Buffer {
    return this.#present(this.compactNullableBytes());
  }

  compactNullableBytes(): Buffer | null {
    return this.#view(this.unsignedVarint() - 1);
  }

  /** URL-safe base64 without padding, as Kafka prints topic ids. */
  uuid(): string {
    const start = this.#advance(16);
    return this.buffer.toString('base64url', start, start + 16);
  }

  /** The number of elements, -1 for a null array. */
  arrayLength(): number {
    return this.#plausibleCount(this.int32());
  }

  compactArrayLength(): number {
    return this.#plausibleCount(this.unsignedVarint() - 1);
  }

  skip(byteCount: number): void {
    this.#advance(byteCount);
  }

  /** Passes over a section of tagged fields none of which means anything to the caller. */
  skipTaggedFields(): void {
    const count = this.unsignedVarint();
    for (let index = 0; index < count; index += 1) {
      this.unsignedVarint();
      this.skip(this.unsignedVarint());
    }
  }

  #advance(byteCount: number): number {
    const start = this.#position;
    if (byteCount > this.buffer.length - start) {
      const reason = `${byteCount} bytes expected where ${this.buffer.length - start} are left`;
      throw new ProtocolError(reason, { position: start });
    }
    this.#position = start + byteCount;
    return start;
  }

  #utf8(length: number): string | null {
    if (length < 0) return this.#nothing(length);
    const start = this.#advance(length);
    return length === 0 ? '' : this.buffer.toString('utf8', start, start + length);
  }

  #view(length: number): Buffer | null {
    if (length < 0) return this.#nothing(length);
    const start = this.#advance(length);
    return length === 0 ? emptyBuffer : this.buffer.subarray(start, start + length);
  }

  #nothing(length: number): null {
    if (length === -1) return null;
    throw new ProtocolError(`negative length ${length}`, { position: this.#position });
  }

  #present<T>(value: T | null): T {
    if (value !== null) return value;
    throw new ProtocolError('null where a value is required', { position: this.#position });
  }

  // Every element of every array takes at least one byte, so a larger count is garbage: refuse it before looping.
  #plausibleCount(count: number): number {
    if (count >= -1 && count <= this.remaining) return count;
    const reason = `array of ${count} elements in ${this.remaining} bytes`;
    throw new ProtocolError(reason, { position: this.#position });
  }
}
