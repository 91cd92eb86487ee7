import { endTxnApi } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';
import { fencedErrorCode } from './transaction-errors.ts';

const firstVersionWithFenced = 2;
const firstVersionWithNewEpoch = 5;

export const endTxn = handleApi(endTxnApi, {
  versions: [0, 5],
  notes: 'When it is answered, consumers see the outcome; a real broker answers when it is decided.',
  refuse: (_request, errorCode) => ({ errorCode }),
  async handle({ transactionalId, producerId, producerEpoch, committed }, { broker, version }) {
    const claim = { transactionalId, producerId: Number(producerId), epoch: producerEpoch };
    const bumpsEpoch = version >= firstVersionWithNewEpoch;
    const answer = await broker.transactions.end(claim, {
      outcome: committed ? 'commit' : 'abort',
      bumpsEpoch,
    });
    const errorCode = fencedErrorCode(answer.error, version >= firstVersionWithFenced);
    if (!bumpsEpoch) return { errorCode };
    return { errorCode, producerId: BigInt(answer.producerId), producerEpoch: answer.epoch };
  },
});
