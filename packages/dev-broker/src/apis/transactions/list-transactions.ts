import { errorCodes, listTransactionsApi, type RequestOf } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';
import type { TransactionRecord } from '../../transactions/transaction-record.ts';

type ListRequest = RequestOf<typeof listTransactionsApi>;

const knownStates = new Set([
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
  'PrepareEpochFence',
  'Dead',
]);

export const listTransactions = handleApi(listTransactionsApi, {
  versions: [0, 2],
  notes: 'Patterns are regular expressions of JavaScript, where a real broker has those of RE2.',
  handle(request, { broker }) {
    const unknownStateFilters = request.stateFilters.filter((state) => !knownStates.has(state));
    const none = { unknownStateFilters, transactionStates: [] };
    const pattern = patternOf(request);
    if (pattern === 'invalid') return { errorCode: errorCodes.INVALID_REGULAR_EXPRESSION, ...none };
    if (request.stateFilters.length > 0 && unknownStateFilters.length === request.stateFilters.length) {
      return { errorCode: errorCodes.NONE, ...none };
    }
    const found = broker.transactions
      .all()
      .filter((record) => matches(record, request, broker.now()))
      .filter(({ transactionalId }) => pattern?.test(transactionalId) ?? true);
    return {
      errorCode: errorCodes.NONE,
      unknownStateFilters,
      transactionStates: found.map(({ transactionalId, producerId, state }) => ({
        transactionalId,
        producerId: BigInt(producerId),
        transactionState: state,
      })),
    };
  },
});

function patternOf({ transactionalIdPattern }: ListRequest): RegExp | null | 'invalid' {
  if (transactionalIdPattern === null || transactionalIdPattern === '') return null;
  try {
    return new RegExp(`^(?:${transactionalIdPattern})$`, 'v');
  } catch {
    return 'invalid';
  }
}

function matches(
  { state, producerId, startMs }: TransactionRecord,
  { stateFilters, producerIdFilters, durationFilter }: ListRequest,
  nowMs: number,
): boolean {
  if (stateFilters.length > 0 && !stateFilters.includes(state)) return false;
  if (producerIdFilters.length > 0 && !producerIdFilters.includes(BigInt(producerId))) return false;
  return durationFilter < 0n || (startMs >= 0 && nowMs - startMs > Number(durationFilter));
}
