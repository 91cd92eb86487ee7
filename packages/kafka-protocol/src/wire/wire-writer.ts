import { ProtocolError } from './protocol-error.ts';

const initialCapacity = 256;
const maxInt16 = 0x7fff;

// Below this size a copy is cheaper than one more buffer to hand to the socket.
const minReferencedBytes = 1024;

/** Bytes that stand together though they lie in several buffers. */
export type ByteParts = Uint8Array | readonly Uint8Array[];

/** Writes the primitive types of the Kafka protocol into a buffer that grows. */
export class WireWriter {
  #buffer: Buffer = Buffer.allocUnsafe(initialCapacity);
  #position = 0;
  #parts: Buffer[] = [];
  #partsSize = 0;

  /** Bytes written so far. */
  get size(): number {
    return this.#partsSize + this.#position;
  }

  int8(value: number): void {
    const start = this.#advance(1);
    this.#buffer.writeInt8(value, start);
  }

  int16(value: number): void {
    const start = this.#advance(2);
    this.#buffer.writeInt16BE(value, start);
  }

  uint16(value: number): void {
    const start = this.#advance(2);
    this.#buffer.writeUInt16BE(value, start);
  }

  int32(value: number): void {
    const start = this.#advance(4);
    this.#buffer.writeInt32BE(value, start);
  }

  uint32(value: number): void {
    const start = this.#advance(4);
    this.#buffer.writeUInt32BE(value, start);
  }

  int64(value: bigint): void {
    const start = this.#advance(8);
    this.#buffer.writeBigInt64BE(value, start);
  }

  float64(value: number): void {
    const start = this.#advance(8);
    this.#buffer.writeDoubleBE(value, start);
  }

  bool(value: boolean): void {
    this.int8(value ? 1 : 0);
  }

  unsignedVarint(value: number): void {
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.#byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.#byte(rest);
  }

  varint(value: number): void {
    this.unsignedVarint((value << 1) ^ (value >> 31));
  }

  varlong(value: bigint): void {
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    while (rest >= 0x80n) {
      this.#byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.#byte(Number(rest));
  }

  string(value: string | null): void {
    if (value === null) return this.int16(-1);
    const length = Buffer.byteLength(value);
    if (length > maxInt16)
      throw new ProtocolError(`string of ${length} bytes, at most ${maxInt16} are allowed`);
    this.int16(length);
    this.#utf8(value, length);
  }

  compactString(value: string | null): void {
    if (value === null) return this.unsignedVarint(0);
    const length = Buffer.byteLength(value);
    this.unsignedVarint(length + 1);
    this.#utf8(value, length);
  }

  /** Large bytes are referred to, not copied: they must stay as they are until what was written has been sent. */
  bytes(value: ByteParts | null): void {
    if (value === null) return this.int32(-1);
    this.int32(byteCountOf(value));
    this.#append(value);
  }

  /** As `bytes`, with the compact length of flexible versions. */
  compactBytes(value: ByteParts | null): void {
    if (value === null) return this.unsignedVarint(0);
    this.unsignedVarint(byteCountOf(value) + 1);
    this.#append(value);
  }

  uuid(value: string): void {
    const start = this.#advance(16);
    if (value.length === 22 && this.#buffer.write(value, start, 16, 'base64url') === 16) return;
    throw new ProtocolError(`not a UUID in URL-safe base64: ${JSON.stringify(value)}`);
  }

  /** -1 for a null array. */
  arrayLength(count: number): void {
    this.int32(count);
  }

  compactArrayLength(count: number): void {
    this.unsignedVarint(count + 1);
  }

  noTaggedFields(): void {
    this.#byte(0);
  }

  taggedField(tag: number, content: WireWriter): void {
    this.unsignedVarint(tag);
    this.unsignedVarint(content.size);
    this.#append(content.finishParts());
  }

  /** All that was written, in one piece. */
  finish(): Buffer {
    const parts = this.finishParts();
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  /** All that was written, with large bytes as they were given. */
  finishParts(): Buffer[] {
    this.#closePart();
    return this.#parts;
  }

  #byte(value: number): void {
    const start = this.#advance(1);
    this.#buffer[start] = value;
  }

  #utf8(value: string, byteLength: number): void {
    if (byteLength === 0) return;
    const start = this.#advance(byteLength);
    this.#buffer.write(value, start);
  }

  #append(bytes: ByteParts): void {
    if (!(bytes instanceof Uint8Array)) {
      for (const part of bytes) this.#append(part);
    } else if (bytes.length < minReferencedBytes) {
      const start = this.#advance(bytes.length);
      this.#buffer.set(bytes, start);
    } else {
      this.#closePart();
      this.#parts.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
      this.#partsSize += bytes.length;
    }
  }

  #closePart(): void {
    if (this.#position === 0) return;
    this.#parts.push(this.#buffer.subarray(0, this.#position));
    this.#partsSize += this.#position;
    this.#buffer = this.#buffer.subarray(this.#position);
    this.#position = 0;
  }

  // May replace the buffer: take the position first, the buffer after.
  #advance(byteCount: number): number {
    const start = this.#position;
    const end = start + byteCount;
    if (end > this.#buffer.length) this.#grow(end);
    this.#position = end;
    return start;
  }

  #grow(neededBytes: number): void {
    const grown = Buffer.allocUnsafe(Math.max(neededBytes, this.#buffer.length * 2, initialCapacity));
    this.#buffer.copy(grown, 0, 0, this.#position);
    this.#buffer = grown;
  }
}

function byteCountOf(bytes: ByteParts): number {
  if (bytes instanceof Uint8Array) return bytes.length;
  return bytes.reduce((total, part) => total + part.length, 0);
}
