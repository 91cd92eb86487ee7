import { iterateBatches, ProtocolError, type RecordBatchView } from '@sluice/kafka-protocol';
import type { StoredFile } from '../../storage/storage.ts';

const chunkBytes = 1024 * 1024;
const sizeFieldEnd = 12;

export interface ScanRange {
  readonly start: number;
  readonly end: number;
  /** How much to read at a time; a batch that is larger is read whole. */
  readonly readBytes?: number;
}

/** Told of each batch in turn; false ends the scan before it. */
export type BatchVisitor = (batch: RecordBatchView, position: number) => boolean;

/** Goes through the batches of a file. Returns where it ended: at `end`, at a batch refused, or at bytes that are none. */
export async function scanBatches(
  file: StoredFile,
  { start, end, readBytes = chunkBytes }: ScanRange,
  visit: BatchVisitor,
): Promise<number> {
  let position = start;
  while (position < end) {
    const chunk = await readWholeBatch(file, { start: position, end, readBytes });
    const { passed, refused } = visitBatches(chunk, position, visit);
    if (passed === 0 || refused) return position + passed;
    position += passed;
  }
  return position;
}

/** At least one batch, where there is one at all between here and the end. */
export async function readWholeBatch(
  file: StoredFile,
  { start, end, readBytes = chunkBytes }: ScanRange,
): Promise<Buffer> {
  const chunk = await file.read(start, Math.min(Math.max(readBytes, sizeFieldEnd), end - start));
  const size = chunk.length < sizeFieldEnd ? 0 : sizeFieldEnd + chunk.readInt32BE(sizeFieldEnd - 4);
  return size <= chunk.length || start + size > end ? chunk : file.read(start, size);
}

function visitBatches(
  chunk: Buffer,
  chunkPosition: number,
  visit: BatchVisitor,
): { passed: number; refused: boolean } {
  let passed = 0;
  try {
    for (const batch of iterateBatches(chunk)) {
      if (!visit(batch, chunkPosition + passed)) return { passed, refused: true };
      passed += batch.sizeInBytes;
    }
  } catch (error) {
    if (error instanceof ProtocolError) return { passed, refused: true };
    throw error;
  }
  return { passed, refused: false };
}
