import { crc32c } from '../wire/crc32c.ts';
import { attributeBits, batchLayout } from './batch-layout.ts';

export interface BatchStamp {
  readonly baseOffset: bigint;
  readonly leaderEpoch: number;
  /** Milliseconds since the epoch, for all records in place of their own; only for topics that want it. */
  readonly logAppendTime?: bigint | undefined;
}

/**
 * Writes what only the broker knows into a batch of format version 2, in place. Offset and epoch stand outside of what
 * the checksum covers; the timestamp does not, so with it the checksum is made anew.
 */
export function restampBatch(batch: Buffer, { baseOffset, leaderEpoch, logAppendTime }: BatchStamp): void {
  batch.writeBigInt64BE(baseOffset, batchLayout.baseOffset);
  batch.writeInt32BE(leaderEpoch, batchLayout.leaderEpoch);
  if (logAppendTime === undefined) return;
  const attributes = batch.readInt16BE(batchLayout.attributes) | attributeBits.logAppendTime;
  batch.writeInt16BE(attributes, batchLayout.attributes);
  batch.writeBigInt64BE(logAppendTime, batchLayout.maxTimestamp);
  batch.writeUInt32BE(crc32c(batch.subarray(batchLayout.attributes)), batchLayout.crc);
}
