import { ProtocolError } from '../wire/protocol-error.ts';
import { WireReader } from '../wire/wire-reader.ts';

export interface RecordHeader {
  readonly key: string;
  readonly value: Buffer | null;
}

/** The decompressed records of a batch, and what their deltas refer to. */
export interface RecordSection {
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
  readonly recordCount: number;
  readonly baseOffset: bigint;
  readonly baseTimestamp: bigint;
  /** The one timestamp of all records, where the broker set it. */
  readonly logAppendTime: bigint | null;
}

/**
 * Goes from record to record of one batch without allocating: what is not asked for is not decoded.
 * A record is a length and, within it, attributes, timestamp delta, offset delta, key, value and headers.
 */
export class RecordCursor {
  /** What the start and end positions refer to. */
  readonly buffer: Buffer;
  readonly #section: RecordSection;
  readonly #baseOffsetNumber: number;
  readonly #baseTimestampNumber: number;
  #recordsLeft: number;
  #recordStart: number;
  #position: number;
  #recordEnd: number;
  #timestampStart = -1;
  #offsetDelta = 0;
  #keyStart = -1;
  #keyEnd = -1;
  #valueStart = -1;
  #valueEnd = -1;

  constructor(section: RecordSection) {
    this.buffer = section.buffer;
    this.#section = section;
    this.#baseOffsetNumber = Number(section.baseOffset);
    this.#baseTimestampNumber = Number(section.baseTimestamp);
    this.#recordsLeft = section.recordCount;
    this.#position = section.start;
    this.#recordStart = section.start;
    this.#recordEnd = section.start;
  }

  /** Moves to the next record; false behind the last one. Throws ProtocolError where the bytes are no record. */
  next(): boolean {
    if (this.#recordsLeft === 0) return this.#finish();
    this.#position = this.#recordEnd;
    this.#recordStart = this.#position;
    const length = this.#varint();
    const recordEnd = this.#position + length;
    if (length < 0 || recordEnd > this.#section.end) throw this.#malformed(`record of ${length} bytes`);
    this.#recordEnd = recordEnd;
    this.#recordsLeft -= 1;
    this.#position += 1;
    this.#timestampStart = this.#position;
    this.#skipVarlong();
    this.#offsetDelta = this.#varint();
    this.#locateKey();
    this.#locateValue();
    if (this.#position > recordEnd) throw this.#malformed('key or value beyond the end of its record');
    return true;
  }

  /** Where the record begins, with its length. */
  get recordStart(): number {
    return this.#recordStart;
  }

  get recordEnd(): number {
    return this.#recordEnd;
  }

  /** Where the timestamp delta begins, behind length and attributes. */
  get timestampStart(): number {
    return this.#timestampStart;
  }

  /** Exact at any size; `offsetNumber` is cheaper. */
  get offset(): bigint {
    return BigInt.asIntN(64, this.#section.baseOffset + BigInt(this.#offsetDelta));
  }

  /** Exact below 2^53. */
  get offsetNumber(): number {
    return this.#baseOffsetNumber + this.#offsetDelta;
  }

  get offsetDelta(): number {
    return this.#offsetDelta;
  }

  /** Milliseconds since the epoch, exact at any size; `timestampNumber` is cheaper. */
  get timestamp(): bigint {
    const { logAppendTime, baseTimestamp } = this.#section;
    if (logAppendTime !== null) return logAppendTime;
    const delta = new WireReader(this.buffer, this.#timestampStart).varlong();
    return BigInt.asIntN(64, baseTimestamp + delta);
  }

  /** Milliseconds since the epoch, exact below 2^52. */
  get timestampNumber(): number {
    const { logAppendTime } = this.#section;
    return logAppendTime === null
      ? this.#baseTimestampNumber + this.#timestampDelta()
      : Number(logAppendTime);
  }

  /** A view, not a copy. */
  get key(): Buffer | null {
    return this.#keyStart < 0 ? null : this.buffer.subarray(this.#keyStart, this.#keyEnd);
  }

  /** -1 where the key is null. */
  get keyStart(): number {
    return this.#keyStart;
  }

  get keyEnd(): number {
    return this.#keyEnd;
  }

  /** A view, not a copy. */
  get value(): Buffer | null {
    return this.#valueStart < 0 ? null : this.buffer.subarray(this.#valueStart, this.#valueEnd);
  }

  /** -1 where the value is null. */
  get valueStart(): number {
    return this.#valueStart;
  }

  get valueEnd(): number {
    return this.#valueEnd;
  }

  get headerCount(): number {
    // Most records have none, which takes no reader.
    if (this.buffer[this.#position] === 0) return 0;
    return this.#headerReader().varint();
  }

  get headers(): RecordHeader[] {
    const reader = this.#headerReader();
    const count = reader.varint();
    if (count < 0 || count > this.#recordEnd - reader.position) throw this.#malformed(`${count} headers`);
    const headers: RecordHeader[] = [];
    while (headers.length < count) headers.push(this.#header(reader));
    if (reader.position !== this.#recordEnd) throw this.#malformed('headers end elsewhere than their record');
    return headers;
  }

  #headerReader(): WireReader {
    return new WireReader(this.buffer, this.#position);
  }

  #header(reader: WireReader): RecordHeader {
    const key = this.#headerPart(reader);
    if (key === null) throw this.#malformed('header without a key');
    return { key: key.toString(), value: this.#headerPart(reader) };
  }

  #headerPart(reader: WireReader): Buffer | null {
    const length = reader.varint();
    if (length < 0) return null;
    const start = reader.position;
    reader.skip(length);
    return this.buffer.subarray(start, reader.position);
  }

  #finish(): false {
    if (this.#recordEnd === this.#section.end) return false;
    throw this.#malformed(`${this.#section.end - this.#recordEnd} bytes after the last record`);
  }

  #locateKey(): void {
    const length = this.#varint();
    this.#keyStart = length < 0 ? -1 : this.#position;
    if (length > 0) this.#position += length;
    this.#keyEnd = length < 0 ? -1 : this.#position;
  }

  #locateValue(): void {
    const length = this.#varint();
    this.#valueStart = length < 0 ? -1 : this.#position;
    if (length > 0) this.#position += length;
    this.#valueEnd = length < 0 ? -1 : this.#position;
  }

  // Bytes behind the end of the buffer count as zero here; `next` finds out by the position.
  #varint(): number {
    const buffer = this.buffer;
    let position = this.#position;
    let byte = buffer[position++] ?? 0;
    let raw = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      if (shift > 28) throw this.#malformed('variable-length integer of more than five bytes');
      byte = buffer[position++] ?? 0;
      raw |= (byte & 0x7f) << shift;
    }
    this.#position = position;
    return (raw >>> 1) ^ -(raw & 1);
  }

  #skipVarlong(): void {
    const buffer = this.buffer;
    let position = this.#position;
    while ((buffer[position] ?? 0) >= 0x80) position += 1;
    if (position - this.#position >= 10)
      throw this.#malformed('variable-length integer of more than ten bytes');
    this.#position = position + 1;
  }

  #timestampDelta(): number {
    let position = this.#timestampStart;
    let byte = this.buffer[position] ?? 0;
    let raw = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      position += 1;
      byte = this.buffer[position] ?? 0;
      raw += (byte & 0x7f) * scale;
    }
    return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
  }

  #malformed(what: string): ProtocolError {
    return new ProtocolError(`malformed record batch: ${what}`, { position: this.#position });
  }
}
