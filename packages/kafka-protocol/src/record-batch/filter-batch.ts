import { crc32c } from '../wire/crc32c.ts';
import { WireReader } from '../wire/wire-reader.ts';
import { WireWriter } from '../wire/wire-writer.ts';
import { attributeBits, batchLayout, logOverhead } from './batch-layout.ts';
import { compress } from './compression/compression.ts';
import type { RecordBatchView } from './record-batch-view.ts';
import type { RecordCursor } from './record-cursor.ts';

export interface BatchFilter {
  readonly keep: (record: RecordCursor) => boolean;
  /** From when on records without a value may go, for batches that do not say so yet; null to leave it open. */
  readonly deleteHorizonMs: bigint | null;
}

/**
 * The batch with those of its records that are kept, each at its offset and time; its own bytes where nothing changes,
 * null where nothing is kept. The batch is one of format version 2.
 */
export function filterBatch(batch: RecordBatchView, { keep, deleteHorizonMs }: BatchFilter): Buffer | null {
  const newHorizon = batch.deleteHorizonMs === null ? deleteHorizonMs : null;
  const kept: Buffer[] = [];
  const cursor = batch.records();
  while (cursor.next()) {
    if (!keep(cursor)) continue;
    kept.push(newHorizon === null ? rawRecord(cursor) : relativeTo(newHorizon, cursor));
  }
  if (kept.length === 0) return null;
  if (kept.length === batch.recordCount && newHorizon === null) return batch.bytes;
  return rebuild(batch, kept, newHorizon);
}

function rawRecord({ buffer, recordStart, recordEnd }: RecordCursor): Buffer {
  return buffer.subarray(recordStart, recordEnd);
}

/** The record with its timestamp as the difference from another base. */
function relativeTo(base: bigint, { buffer, timestamp, timestampStart, recordEnd }: RecordCursor): Buffer {
  const reader = new WireReader(buffer, timestampStart);
  reader.varlong();
  const delta = new WireWriter();
  delta.varlong(BigInt.asIntN(64, timestamp - base));
  const attributes = buffer.subarray(timestampStart - 1, timestampStart);
  const body = Buffer.concat([attributes, delta.finish(), buffer.subarray(reader.position, recordEnd)]);
  const length = new WireWriter();
  length.varint(body.length);
  return Buffer.concat([length.finish(), body]);
}

function rebuild(batch: RecordBatchView, records: readonly Buffer[], newHorizon: bigint | null): Buffer {
  const section = Buffer.concat(records);
  const body = batch.compression === 'none' ? section : compress(batch.compression, section);
  const rebuilt = Buffer.concat([batch.bytes.subarray(0, batchLayout.records), body]);
  rebuilt.writeInt32BE(rebuilt.length - logOverhead, batchLayout.length);
  rebuilt.writeInt32BE(records.length, batchLayout.recordCount);
  if (newHorizon !== null) {
    const attributes = rebuilt.readInt16BE(batchLayout.attributes) | attributeBits.deleteHorizon;
    rebuilt.writeInt16BE(attributes, batchLayout.attributes);
    rebuilt.writeBigInt64BE(newHorizon, batchLayout.baseTimestamp);
  }
  rebuilt.writeUInt32BE(crc32c(rebuilt.subarray(batchLayout.attributes)), batchLayout.crc);
  return rebuilt;
}
