import { errorCodes, initProducerIdApi, type ErrorName } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';

const firstVersionWithFenced = 4;

export const initProducerId = handleApi(initProducerIdApi, {
  versions: [0, 6],
  notes:
    'A transaction under way is aborted before it is answered, where a real broker asks to try again. Two-phase commit is refused.',
  refuse: (_request, errorCode) => ({ errorCode, producerEpoch: -1 }),
  async handle(request, { broker, version }) {
    const { transactionalId, producerId, producerEpoch } = request;
    if (request.enable2Pc || request.keepPreparedTxn) return refused('TRANSACTIONAL_ID_AUTHORIZATION_FAILED');
    if (transactionalId === '') return refused('INVALID_REQUEST');
    if (transactionalId === null) {
      const fresh = BigInt(await broker.producerIds.next());
      return { errorCode: errorCodes.NONE, producerId: fresh, producerEpoch: 0 };
    }
    const expected = producerId < 0n ? null : { producerId: Number(producerId), epoch: producerEpoch };
    const timeoutMs = request.transactionTimeoutMs;
    const answer = await broker.transactions.init({ transactionalId, timeoutMs, expected });
    const isOldFence = answer.error === 'PRODUCER_FENCED' && version < firstVersionWithFenced;
    const error: ErrorName = isOldFence ? 'INVALID_PRODUCER_EPOCH' : answer.error;
    return {
      errorCode: errorCodes[error],
      producerId: BigInt(answer.producerId),
      producerEpoch: answer.epoch,
    };
  },
});

function refused(error: ErrorName): { errorCode: number; producerEpoch: number } {
  return { errorCode: errorCodes[error], producerEpoch: -1 };
}
