import { errorCodes, isRetriable } from '@sluice/kafka-protocol';

export interface BatchSituation {
  readonly errorCode: number;
  readonly recordCount: number;
  readonly failures: number;
  readonly maxRetries: number;
  /** Whether `delivery.timeout.ms` is over. */
  readonly isExpired: boolean;
  /** Whether the broker must expect this batch next, as far as this producer knows; `null` without idempotence. */
  readonly isNextInSequence: boolean | null;
}

/**
 * What follows from the answer to a batch. `renumber` is a retry after which every batch needs a new sequence number,
 * because the broker has lost count.
 */
export type Judgement = 'delivered' | 'retry' | 'renumber' | 'split' | 'failed';

export function judgeAnswer(situation: BatchSituation): Judgement {
  const { errorCode, recordCount } = situation;
  if (errorCode === errorCodes.NONE || errorCode === errorCodes.DUPLICATE_SEQUENCE_NUMBER) return 'delivered';
  if (situation.isExpired) return 'failed';
  if (errorCode === errorCodes.MESSAGE_TOO_LARGE && recordCount > 1) return 'split';
  if (situation.failures >= situation.maxRetries) return 'failed';
  if (situation.isNextInSequence !== null) {
    // An earlier batch failed in the same way and goes first.
    if (errorCode === errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER && !situation.isNextInSequence) return 'retry';
    if (losesCount.has(errorCode)) return 'renumber';
  }
  return isRetriable(errorCode) ? 'retry' : 'failed';
}

const losesCount: ReadonlySet<number> = new Set([
  errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER,
  errorCodes.UNKNOWN_PRODUCER_ID,
  errorCodes.INVALID_PRODUCER_EPOCH,
]);
