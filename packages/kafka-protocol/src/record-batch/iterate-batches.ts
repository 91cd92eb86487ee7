import { ProtocolError } from '../wire/protocol-error.ts';
import { batchLayout, logOverhead } from './batch-layout.ts';
import { BatchV2View } from './batch-v2-view.ts';
import { minMessageSize } from './legacy/message.ts';
import { MessageSetView } from './legacy/message-set-view.ts';
import type { RecordBatchView } from './record-batch-view.ts';

const defaultMaxDecompressedBytes = 256 * 1024 * 1024;

export interface BatchReadOptions {
  /** The most that one compressed batch may become; 256 MiB when absent. */
  readonly maxDecompressedBytes?: number;
}

/**
 * The batches that stand one after the other in `records`, as views of it. A broker may cut its answer at a size limit,
 * so the last batch may be incomplete: it is left out. Throws ProtocolError where the bytes are no batch.
 */
export function* iterateBatches(
  records: Buffer,
  { maxDecompressedBytes = defaultMaxDecompressedBytes }: BatchReadOptions = {},
): Generator<RecordBatchView, void, undefined> {
  let start = 0;
  while (records.length - start > batchLayout.magic) {
    const size = logOverhead + records.readInt32BE(start + batchLayout.length);
    if (size < minMessageSize) {
      throw new ProtocolError(`record batch of ${size} bytes`, { position: start });
    }
    if (size > records.length - start) return;
    yield viewOf(records.subarray(start, start + size), maxDecompressedBytes);
    start += size;
  }
}

function viewOf(bytes: Buffer, maxDecompressedBytes: number): RecordBatchView {
  const magic = bytes.readInt8(batchLayout.magic);
  if (magic === 2) return new BatchV2View(bytes, maxDecompressedBytes);
  if (magic === 0 || magic === 1) return new MessageSetView(bytes, maxDecompressedBytes);
  throw new ProtocolError(`record batch of unknown format version ${magic}`);
}
