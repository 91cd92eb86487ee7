import type { Encoded, RecordHeaderInput, RecordInput } from './record-input.ts';

const noHeaders: readonly RecordHeaderInput[] = [];
const maxVarintSize = 5;
const maxBytesPerCharacter = 3;

// Length, attributes, timestamp delta, offset delta, key length, value length and header count at their largest.
const maxFixedSize = maxVarintSize + 1 + 10 + maxVarintSize * 4;

/** Bytes of a zigzag varint. */
export function varintSize(value: number): number {
  const raw = ((value << 1) ^ (value >> 31)) >>> 0;
  if (raw < 0x80) return 1;
  if (raw < 0x4000) return 2;
  if (raw < 0x20_0000) return 3;
  return raw < 0x1000_0000 ? 4 : 5;
}

/** Bytes of a zigzag varlong. */
function varlongSize(value: bigint): number {
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  let size = 1;
  for (; rest >= 0x80n; rest >>= 7n) size += 1;
  return size;
}

/** At least as many bytes as the record takes, without a look at its characters. */
export function maxRecordSize({ key, value, headers = noHeaders }: RecordInput): number {
  let size = maxFixedSize + maxEncodedSize(key) + maxEncodedSize(value);
  for (const header of headers) {
    size += 2 * maxVarintSize + maxEncodedSize(header.key) + maxEncodedSize(header.value);
  }
  return size;
}

function maxEncodedSize(encoded: Encoded): number {
  if (encoded === null) return 0;
  return typeof encoded === 'string' ? encoded.length * maxBytesPerCharacter : encoded.length;
}

/** At most as many bytes as the key, the value and the headers take, without a look at their characters. */
export function minPayloadSize({ key, value, headers = noHeaders }: RecordInput): number {
  let size = (key === null ? 0 : key.length) + (value === null ? 0 : value.length);
  for (const header of headers) {
    size += 2 + header.key.length + (header.value === null ? 0 : header.value.length);
  }
  return size;
}

/** The bytes that the record takes, its length prefix included. */
export function recordSize(record: RecordInput, offsetDelta: number, timestampDelta: bigint): number {
  const { key, value, headers = noHeaders } = record;
  let size = 1 + varlongSize(timestampDelta) + varintSize(offsetDelta);
  size += prefixedSize(key) + prefixedSize(value) + varintSize(headers.length);
  for (const header of headers) size += prefixedSize(header.key) + prefixedSize(header.value);
  return size + varintSize(size);
}

function prefixedSize(encoded: Encoded): number {
  if (encoded === null) return varintSize(-1);
  const size = typeof encoded === 'string' ? Buffer.byteLength(encoded) : encoded.length;
  return varintSize(size) + size;
}
