import { errorCodes, isRetriable } from '@sluice/kafka-protocol';
import type { Numbering } from './sequencer.ts';

export interface BatchSituation {
  readonly errorCode: number;
  readonly recordCount: number;
  readonly failures: number;
  readonly maxRetries: number;
  /** Whether `delivery.timeout.ms` is over. */
  readonly isExpired: boolean;
  readonly numbering: Numbering;
  /** Whether the broker must expect this batch next, as far as this producer knows; `null` where nothing is numbered. */
  readonly isNextInSequence: boolean | null;
}

/**
 * What follows from the answer to a batch, as with Java's producer. `renumber` is a retry after which the batches of
 * the partition need new sequence numbers, because the broker has lost count.
 */
export type Judgement = 'delivered' | 'retry' | 'renumber' | 'split' | 'failed';

const { NONE, DUPLICATE_SEQUENCE_NUMBER, MESSAGE_TOO_LARGE } = errorCodes;

export function judgeAnswer(situation: BatchSituation): Judgement {
  const { errorCode, recordCount } = situation;
  if (errorCode === NONE || errorCode === DUPLICATE_SEQUENCE_NUMBER) return 'delivered';
  if (situation.isExpired) return 'failed';
  if (errorCode === MESSAGE_TOO_LARGE && recordCount > 1) return 'split';
  if (situation.failures >= situation.maxRetries) return 'failed';
  return judgeCount(situation) ?? (isRetriable(errorCode) ? 'retry' : 'failed');
}

/** Where the sequence numbers are at fault. A transaction with a gap cannot be completed: it has to be aborted. */
function judgeCount({ errorCode, numbering, isNextInSequence }: BatchSituation): Judgement | null {
  if (numbering === 'none') return null;
  if (errorCode === errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER) {
    // An earlier batch failed in the same way and goes first.
    if (isNextInSequence === false) return 'retry';
    return numbering === 'idempotent' ? 'renumber' : 'failed';
  }
  return errorCode === errorCodes.UNKNOWN_PRODUCER_ID && numbering === 'idempotent' ? 'renumber' : null;
}
