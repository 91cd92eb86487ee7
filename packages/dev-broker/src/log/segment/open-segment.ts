import type { RecordBatchView } from '@sluice/kafka-protocol';
import type { Storage, StoredFile } from '../../storage/storage.ts';
import { readCheckpoint, type Checkpoint } from './checkpoint.ts';
import { ProducerTable, type CompletedTransaction } from '../transactions/producer-table.ts';
import { scanBatches } from './scan-batches.ts';
import { segmentPaths } from './segment-files.ts';
import { SegmentIndex } from './segment-index.ts';
import { indexed, Segment } from './segment.ts';

export interface SegmentPlace {
  readonly storage: Storage;
  readonly folder: string;
  readonly baseOffset: number;
}

export interface RecoveredSegment {
  readonly segment: Segment;
  readonly producers: ProducerTable;
  readonly nextOffset: number;
  /** How much of it the checkpoint on disk speaks of. */
  readonly checkpointSize: number;
  /** Transactions that ended in what the checkpoint does not speak of. */
  readonly completed: readonly CompletedTransaction[];
  /** What was cut off at the end: a write that the process did not live to finish. */
  readonly cutBytes: number;
}

/**
 * Opens the segment at the end of a log, whose last bytes may be torn. From its checkpoint on, or from its beginning,
 * every batch is checked; at the first that is not whole, intact and in its place, the file is cut.
 * `producers` gives the state at the beginning of the segment, should that be needed.
 */
export async function recoverSegment(
  place: SegmentPlace,
  producers: () => Promise<ProducerTable>,
): Promise<RecoveredSegment> {
  const { file, checkpoint } = await openFiles(place);
  const index = new SegmentIndex(checkpoint?.index);
  const table = checkpoint === null ? await producers() : new ProducerTable(checkpoint.producers);
  const completed: CompletedTransaction[] = [];
  let nextOffset = checkpoint?.nextOffset ?? place.baseOffset;
  const range = { start: checkpoint?.size ?? 0, end: file.size };
  const intactSize = await scanBatches(file, range, (batch, position) => {
    if (!isIntact(batch, nextOffset)) return false;
    index.add(indexed(batch, position));
    const ended = noteProducer(table, batch);
    if (ended !== null) completed.push(ended);
    nextOffset = Number(batch.lastOffset) + 1;
    return true;
  });
  const cutBytes = file.size - intactSize;
  if (cutBytes > 0) await file.truncate(intactSize);
  const segment = new Segment(place.baseOffset, file, index);
  return { segment, producers: table, nextOffset, checkpointSize: range.start, completed, cutBytes };
}

/** Opens a segment to which nothing is added any more. */
export async function openSealedSegment(place: SegmentPlace): Promise<Segment> {
  const { file, checkpoint } = await openFiles(place);
  const index = new SegmentIndex(checkpoint?.index);
  const range = { start: checkpoint?.size ?? 0, end: file.size };
  await scanBatches(file, range, (batch, position) => {
    index.add(indexed(batch, position));
    return true;
  });
  return new Segment(place.baseOffset, file, index);
}

/** The state of the producers at the end of a sealed segment, from the batches of it and, where needed, of those before. */
export async function producersAfter(places: readonly SegmentPlace[]): Promise<ProducerTable> {
  const last = places.at(-1);
  if (last === undefined) return new ProducerTable();
  const { file, checkpoint } = await openFiles(last);
  try {
    const table =
      checkpoint === null
        ? await producersAfter(places.slice(0, -1))
        : new ProducerTable(checkpoint.producers);
    await scanBatches(file, { start: checkpoint?.size ?? 0, end: file.size }, (batch) => {
      noteProducer(table, batch);
      return true;
    });
    return table;
  } finally {
    await file.close();
  }
}

async function openFiles({
  storage,
  folder,
  baseOffset,
}: SegmentPlace): Promise<{ file: StoredFile; checkpoint: Checkpoint | null }> {
  const paths = segmentPaths(folder, baseOffset);
  const file = await storage.open(paths.log);
  const checkpoint = await readCheckpoint(storage, paths.checkpoint);
  if (checkpoint === null || checkpoint.size <= file.size) return { file, checkpoint };
  // It speaks of bytes that the disk never got: a power cut, not the end of a process.
  await storage.remove(paths.checkpoint);
  return { file, checkpoint: null };
}

function isIntact(batch: RecordBatchView, nextOffset: number): boolean {
  return batch.magic === 2 && Number(batch.baseOffset) >= nextOffset && batch.verifyCrc();
}

function noteProducer(table: ProducerTable, batch: RecordBatchView): CompletedTransaction | null {
  const ended = table.stage(batch, Number(batch.baseOffset));
  table.commit();
  return ended;
}
