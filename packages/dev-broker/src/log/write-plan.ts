import { restampBatch, type RecordBatchView } from '@sluice/kafka-protocol';
import { failedAppend, type AppendOutcome, type PendingAppend } from './append-queue.ts';
import type { CompletedTransaction, ProducerTable } from './transactions/producer-table.ts';

const leaderEpoch = 0;

/** What is about to be written. */
export interface WritePlan {
  /** One for each pending append. */
  readonly outcomes: readonly AppendOutcome[];
  readonly batches: readonly RecordBatchView[];
  readonly byteCount: number;
  readonly nextOffset: number;
  /** Aborted transactions that the batches end. */
  readonly aborted: readonly CompletedTransaction[];
}

export interface PlanOptions {
  readonly producers: ProducerTable;
  /** The offset of the first record. */
  readonly nextOffset: number;
  /** -1 where records keep the time of their producer. */
  readonly logAppendTimeMs: number;
}

/** Gives each batch its offsets, unless its producer may not write it, or has written it before. */
export function planWrite(group: readonly PendingAppend[], options: PlanOptions): WritePlan {
  const { producers, logAppendTimeMs } = options;
  const batches: RecordBatchView[] = [];
  const aborted: CompletedTransaction[] = [];
  let { nextOffset } = options;
  let byteCount = 0;
  const outcomes = group.map(({ batch }): AppendOutcome => {
    const verdict = producers.check(batch);
    if (verdict.kind === 'fenced') return failedAppend('INVALID_PRODUCER_EPOCH');
    if (verdict.kind === 'out-of-order') return failedAppend('OUT_OF_ORDER_SEQUENCE_NUMBER');
    if (verdict.kind === 'duplicate')
      return { error: 'NONE', baseOffset: verdict.baseOffset, logAppendTimeMs: -1 };
    const baseOffset = nextOffset;
    restampBatch(batch.bytes, {
      baseOffset: BigInt(baseOffset),
      leaderEpoch,
      logAppendTime: logAppendTimeMs < 0 ? undefined : BigInt(logAppendTimeMs),
    });
    const completed = producers.stage(batch, baseOffset);
    if (completed?.outcome === 'abort') aborted.push(completed);
    batches.push(batch);
    byteCount += batch.sizeInBytes;
    nextOffset = Number(batch.lastOffset) + 1;
    return { error: 'NONE', baseOffset, logAppendTimeMs };
  });
  return { outcomes, batches, byteCount, nextOffset, aborted };
}
