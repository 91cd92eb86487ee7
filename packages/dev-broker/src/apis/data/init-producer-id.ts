import { errorCodes, initProducerIdApi } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';

export const initProducerId = handleApi(initProducerIdApi, {
  versions: [0, 5],
  notes: 'For idempotent producers. A transactional id is refused: there are no transactions.',
  async handle({ transactionalId }, { broker }) {
    if (transactionalId !== null) {
      return { errorCode: errorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, producerEpoch: -1 };
    }
    const producerId = BigInt(await broker.producerIds.next());
    return { errorCode: errorCodes.NONE, producerId, producerEpoch: 0 };
  },
});
