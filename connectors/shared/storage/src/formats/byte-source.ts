/** Reads what a ByteSink holds, in the same order. */
export class ByteSource {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): number {
    return this.#bytes[this.#position++] as number;
  }

  int(): number {
    let zigzag = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      zigzag |= (byte & 0x7f) << shift;
      if (byte <= 0x7f) return (zigzag >>> 1) ^ -(zigzag & 1);
    }
  }

  long(): bigint {
    let low = 0;
    let high = 0;
    let scale = 1;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      if (shift < 28) {
        low |= (byte & 0x7f) << shift;
      } else {
        // 36 bits, more than a shift can take.
        high += (byte & 0x7f) * scale;
        scale *= 128;
      }
      if (byte <= 0x7f) break;
    }
    if (high < 0x1000000) {
      const zigzag = high * 0x10000000 + low;
      return BigInt(zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2);
    }
    const zigzag = (BigInt(high) << 28n) | BigInt(low);
    return (zigzag >> 1n) ^ -(zigzag & 1n);
  }

  float(): number {
    this.#position += 4;
    return this.#bytes.readFloatLE(this.#position - 4);
  }

  double(): number {
    this.#position += 8;
    return this.#bytes.readDoubleLE(this.#position - 8);
  }

  /** Bytes with their length before them: no copy. */
  bytes(): Uint8Array {
    const length = this.int();
    this.#position += length;
    return this.#bytes.subarray(this.#position - length, this.#position);
  }

  text(): string {
    const length = this.int();
    this.#position += length;
    return this.#bytes.toString('utf8', this.#position - length, this.#position);
  }
}
