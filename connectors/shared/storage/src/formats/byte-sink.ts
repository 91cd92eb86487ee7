const lowPart = 2 ** 28;
/** Twice as much, and one, is exact as a number. */
const mostZigzag = 2 ** 52 - 1;

/** Bytes that grow; numbers as Avro writes them. */
export class ByteSink {
  #bytes: Buffer;
  length = 0;

  constructor(capacity = 4096) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  /** What is there, which is forgotten; it stays as it is until the next is added. */
  lend(): Buffer {
    const bytes = this.#bytes.subarray(0, this.length);
    this.length = 0;
    return bytes;
  }

  byte(value: number): void {
    this.#ensure(1);
    this.#bytes[this.length] = value;
    this.length += 1;
  }

  /** An integer of up to 32 bits, zigzag and of variable length. */
  int(value: number): void {
    this.#ensure(5);
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    while (rest > 0x7f) {
      this.#bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.length++] = rest;
  }

  /** An integer of 64 bits, likewise. @param value - exact: a safe integer where it is a number. */
  long(value: bigint | number): void {
    const number = Number(value);
    if (number >= -0x40000000 && number <= 0x3fffffff) {
      this.int(number);
      return;
    }
    this.#ensure(10);
    // Four groups of seven bits are in the lower part; the upper one has 36, more than a shift can take.
    if (number >= -mostZigzag && number <= mostZigzag) {
      const zigzag = number < 0 ? -2 * number - 1 : 2 * number;
      this.#groups(zigzag % lowPart, Math.floor(zigzag / lowPart));
      return;
    }
    const exact = BigInt(value);
    const zigzag = BigInt.asUintN(64, (exact << 1n) ^ (exact >> 63n));
    this.#groups(Number(zigzag & 0xfffffffn), Number(zigzag >> 28n));
  }

  float(value: number): void {
    this.#ensure(4);
    this.length = this.#bytes.writeFloatLE(value, this.length);
  }

  double(value: number): void {
    this.#ensure(8);
    this.length = this.#bytes.writeDoubleLE(value, this.length);
  }

  /** Bytes with their length before them. */
  bytes(value: Uint8Array): void {
    this.int(value.length);
    this.raw(value);
  }

  raw(value: Uint8Array): void {
    this.#ensure(value.length);
    this.#bytes.set(value, this.length);
    this.length += value.length;
  }

  /** Text in UTF-8 with its length before it. */
  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.int(length);
    this.#ensure(length);
    this.length += this.#bytes.write(value, this.length);
  }

  #groups(lower: number, upper: number): void {
    let low = lower;
    let high = upper;
    for (let group = 0; group < 4; group += 1) {
      const isLast = high === 0 && low <= 0x7f;
      this.#bytes[this.length++] = (low & 0x7f) | (isLast ? 0 : 0x80);
      if (isLast) return;
      low >>>= 7;
    }
    while (high > 0x7f) {
      this.#bytes[this.length++] = (high % 128) | 0x80;
      high = Math.floor(high / 128);
    }
    this.#bytes[this.length++] = high;
  }

  #ensure(count: number): void {
    if (this.length + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.length + count));
    this.#bytes.copy(larger, 0, 0, this.length);
    this.#bytes = larger;
  }
}
