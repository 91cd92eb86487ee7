import { filterBatch, type RecordBatchView, type RecordCursor } from '@sluice/kafka-protocol';
import type { LatestOffsets } from './latest-offsets.ts';
import type { TransactionProgress } from './transaction-progress.ts';

export interface CompactionRules {
  readonly latest: LatestOffsets;
  readonly transactions: TransactionProgress;
  readonly nowMs: number;
  /** When a record without a value that is found now may go. */
  readonly deleteHorizonMs: number;
}

/** What compaction leaves of a batch; null for nothing. */
export function compactBatch(batch: RecordBatchView, rules: CompactionRules): Buffer | null {
  if (batch.isControl) return compactMarker(batch, rules);
  if (rules.transactions.isAborted(batch)) return null;
  const horizon = batch.deleteHorizonMs;
  const dropsTombstones = horizon !== null && horizon <= BigInt(rules.nowMs);
  const keep = ({ key, valueStart, offsetNumber }: RecordCursor): boolean =>
    key !== null && !(dropsTombstones && valueStart < 0) && !rules.latest.isSuperseded(key, offsetNumber);
  const deleteHorizonMs = keepsTombstone(batch, keep) ? BigInt(rules.deleteHorizonMs) : null;
  const left = filterBatch(batch, { keep, deleteHorizonMs });
  if (left !== null) rules.transactions.kept(batch);
  return left;
}

function compactMarker(batch: RecordBatchView, rules: CompactionRules): Buffer | null {
  const isDispensable = rules.transactions.isDispensable(batch);
  const horizon = batch.deleteHorizonMs;
  if (!isDispensable) return batch.bytes;
  if (horizon !== null && horizon <= BigInt(rules.nowMs)) return null;
  return filterBatch(batch, { keep: () => true, deleteHorizonMs: BigInt(rules.deleteHorizonMs) });
}

function keepsTombstone(batch: RecordBatchView, keep: (record: RecordCursor) => boolean): boolean {
  if (batch.deleteHorizonMs !== null) return false;
  const cursor = batch.records();
  while (cursor.next()) if (cursor.valueStart < 0 && keep(cursor)) return true;
  return false;
}
