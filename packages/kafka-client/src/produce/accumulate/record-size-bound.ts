import type { Encoded } from '@sluice/kafka-protocol';
import type { ProducerRecord } from '../producer-record.ts';

const batchHeaderBytes = 61;
const maxRecordOverheadBytes = 21;
const maxLengthBytes = 5;
const maxBytesPerCharacter = 3;

/**
 * The size of the record in a batch of its own, if that is more than the limit; else 0. Never less than it takes.
 * Characters are counted only where the cheap bound is not enough.
 */
export function sizeAboveLimit(record: ProducerRecord, limit: number): number {
  if (sizeBound(record, cheapBound) <= limit) return 0;
  const size = sizeBound(record, exactSize);
  return size > limit ? size : 0;
}

function sizeBound({ key, value, headers }: ProducerRecord, sizeOf: (encoded: Encoded) => number): number {
  let size = batchHeaderBytes + maxRecordOverheadBytes + 2 * maxLengthBytes + sizeOf(key) + sizeOf(value);
  if (headers === undefined) return size;
  for (const header of headers) size += 2 * maxLengthBytes + sizeOf(header.key) + sizeOf(header.value);
  return size;
}

function cheapBound(encoded: Encoded): number {
  if (encoded === null) return 0;
  return typeof encoded === 'string' ? encoded.length * maxBytesPerCharacter : encoded.length;
}

function exactSize(encoded: Encoded): number {
  if (encoded === null) return 0;
  return typeof encoded === 'string' ? Buffer.byteLength(encoded) : encoded.length;
}
