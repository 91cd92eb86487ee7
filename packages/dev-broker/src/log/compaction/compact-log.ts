import type { RecordBatchView } from '@sluice/kafka-protocol';
import type { Storage } from '../../storage/storage.ts';
import type { LogSettings } from '../log-settings.ts';
import { writeCheckpoint } from '../segment/checkpoint.ts';
import { producersAfter } from '../segment/open-segment.ts';
import type { SealedSegments } from '../segment/sealed-segments.ts';
import { cleanedPaths } from '../segment/segment-swap.ts';
import type { AbortedTransaction } from '../transactions/aborted-transactions.ts';
import { CleanedSegment } from './cleaned-segment.ts';
import { compactBatch, type CompactionRules } from './compact-batch.ts';
import { groupSegments, planCompaction, type CompactableSegment } from './compaction-plan.ts';
import { LatestOffsets } from './latest-offsets.ts';
import { TransactionProgress } from './transaction-progress.ts';

const maxKeyBytes = 64 * 1024 * 1024;

export interface Compaction {
  readonly storage: Storage;
  readonly folder: string;
  readonly sealed: SealedSegments;
  readonly settings: LogSettings;
  readonly nowMs: number;
  readonly startOffset: number;
  /** Up to where compaction has gone before. */
  readonly cleanedTo: number;
  /** Up to where it may go. */
  readonly endOffset: number;
  /** Where the segment begins that is being written. */
  readonly activeBase: number;
  readonly abortedBetween: (from: number, to: number) => readonly AbortedTransaction[];
  /** Puts the cleaned segment of the first offset in the place of all of these. */
  readonly replace: (baseOffsets: readonly number[]) => Promise<void>;
  readonly isOver: () => boolean;
}

/** Leaves of the records with one key the last. Gives the offset up to where that is so now. */
export async function compactLog(compaction: Compaction): Promise<number> {
  const { sealed, activeBase, settings, nowMs, startOffset, abortedBetween } = compaction;
  const facts = await sealed.facts();
  const segments = facts.map((each, index) => ({
    ...each,
    endOffset: facts[index + 1]?.baseOffset ?? activeBase,
  }));
  const compactable = planCompaction({ ...compaction, segments });
  if (compactable.length === 0) return compaction.cleanedTo;
  const { latest, cleanedTo } = await noteKeys(compactable, compaction);
  const rules: CompactionRules = {
    latest,
    transactions: new TransactionProgress(abortedBetween(startOffset, cleanedTo)),
    nowMs,
    deleteHorizonMs: nowMs + settings.tombstoneRetentionMs,
  };
  const toClean = compactable.filter(({ endOffset }) => endOffset <= cleanedTo);
  for (const group of groupSegments(toClean, settings.segmentBytes)) {
    if (compaction.isOver()) return compaction.cleanedTo;
    await cleanGroup(group, rules, compaction);
  }
  return cleanedTo;
}

/** Goes through what is new since the last time, segment by segment, as long as memory lasts; through one at least. */
async function noteKeys(
  segments: readonly CompactableSegment[],
  { sealed, startOffset, cleanedTo, abortedBetween }: Compaction,
): Promise<{ latest: LatestOffsets; cleanedTo: number }> {
  const latest = new LatestOffsets(maxKeyBytes);
  const transactions = new TransactionProgress(abortedBetween(Math.max(startOffset, cleanedTo), Infinity));
  let notedTo = cleanedTo;
  for (const { baseOffset, endOffset } of segments) {
    if (latest.isFull) break;
    if (endOffset <= cleanedTo) continue;
    await sealed.use(baseOffset, (segment) =>
      segment.visitAll((batches) => {
        for (const batch of batches) {
          if (batch.isControl) transactions.isDispensable(batch);
          else if (!transactions.isAborted(batch)) noteBatch(batch, latest);
        }
      }),
    );
    notedTo = endOffset;
  }
  return { latest, cleanedTo: notedTo };
}

function noteBatch(batch: RecordBatchView, latest: LatestOffsets): void {
  const cursor = batch.records();
  while (cursor.next()) {
    const { key } = cursor;
    if (key !== null) latest.note(key, cursor.offsetNumber);
  }
}

async function cleanGroup(
  group: readonly CompactableSegment[],
  rules: CompactionRules,
  { storage, folder, sealed, replace }: Compaction,
): Promise<void> {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) return;
  const paths = cleanedPaths(folder, first.baseOffset);
  await storage.remove(paths.log);
  const cleaned = await CleanedSegment.create(storage, paths.log);
  let changed = group.length > 1;
  for (const { baseOffset } of group) {
    await sealed.use(baseOffset, (segment) =>
      segment.visitAll(async (batches) => {
        for (const batch of batches) {
          const left = compactBatch(batch, rules);
          if (left !== batch.bytes) changed = true;
          if (left !== null) cleaned.add(left);
        }
        await cleaned.flushIfLarge();
      }),
    );
  }
  await cleaned.close();
  if (!changed) return storage.remove(paths.log);
  const places = group.map(({ baseOffset }) => ({ storage, folder, baseOffset }));
  await writeCheckpoint(storage, paths.checkpoint, {
    format: 1,
    size: cleaned.size,
    nextOffset: last.endOffset,
    index: cleaned.index.toStored(),
    producers: (await producersAfter(places)).toStored(),
  });
  await replace(group.map(({ baseOffset }) => baseOffset));
}
