const wireVarint = 0;
const wireFixed64 = 1;
const wireLengthDelimited = 2;
const oneByteLength = 128;

/** Writes a message of Protocol Buffers into a buffer that grows and is used again. */
export class ProtoWriter {
  #buffer = Buffer.allocUnsafe(64 * 1024);
  #at = 0;

  clear(): void {
    this.#at = 0;
  }

  /** What was written since the last `clear`; good until something else is written. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  text(field: number, text: string): void {
    this.#room(3 * text.length + 16);
    const start = this.begin(field);
    this.#at += this.#buffer.write(text, this.#at, 'utf8');
    this.end(start);
  }

  double(field: number, value: number): void {
    this.#tag(field, wireFixed64);
    this.#at = this.#buffer.writeDoubleLE(value, this.#at);
  }

  /** A double given by its bits, for those NaNs that are told apart. */
  doubleBits(field: number, bits: bigint): void {
    this.#tag(field, wireFixed64);
    this.#at = this.#buffer.writeBigUInt64LE(bits, this.#at);
  }

  int(field: number, value: number): void {
    this.#tag(field, wireVarint);
    this.#varint(value);
  }

  signed(field: number, value: number): void {
    this.#tag(field, wireVarint);
    this.#varint(zigzag(value));
  }

  packedSigned(field: number, values: readonly number[]): void {
    const start = this.begin(field);
    for (const value of values) {
      this.#room(16);
      this.#varint(zigzag(value));
    }
    this.end(start);
  }

  packedDoubles(field: number, values: readonly number[]): void {
    const start = this.begin(field);
    this.#room(8 * values.length + 16);
    for (const value of values) this.#at = this.#buffer.writeDoubleLE(value, this.#at);
    this.end(start);
  }

  /** Opens a message in a field; `end` gets what this gives. */
  begin(field: number): number {
    this.#tag(field, wireLengthDelimited);
    this.#at += 1;
    return this.#at;
  }

  /** One byte was left for the length: what is longer moves up. */
  end(start: number): void {
    const length = this.#at - start;
    const end = this.#at;
    if (length >= oneByteLength) {
      this.#room(8);
      const more = bytesOfVarint(length) - 1;
      this.#buffer.copyWithin(start + more, start, end);
      this.#at = start - 1;
      this.#varint(length);
      this.#at = end + more;
      return;
    }
    this.#buffer[start - 1] = length;
  }

  #tag(field: number, wire: number): void {
    this.#room(24);
    this.#buffer[this.#at++] = (field << 3) | wire;
  }

  #varint(value: number): void {
    if (value < 0) {
      this.#bigVarint(BigInt.asUintN(64, BigInt(value)));
      return;
    }
    let left = value;
    while (left >= 128) {
      this.#buffer[this.#at++] = (left % 128) | 128;
      left = Math.floor(left / 128);
    }
    this.#buffer[this.#at++] = left;
  }

  #bigVarint(value: bigint): void {
    let left = value;
    for (; left >= 128n; left >>= 7n) this.#buffer[this.#at++] = Number(left & 127n) | 128;
    this.#buffer[this.#at++] = Number(left);
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#buffer.length, this.#at + bytes));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function bytesOfVarint(value: number): number {
  let bytes = 1;
  for (let left = value; left >= 128; left = Math.floor(left / 128)) bytes += 1;
  return bytes;
}
