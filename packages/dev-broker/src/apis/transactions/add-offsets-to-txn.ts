import { addOffsetsToTxnApi, errorCodes } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';
import { fencedErrorCode } from './transaction-errors.ts';

const firstVersionWithFenced = 2;

export const addOffsetsToTxn = handleApi(addOffsetsToTxnApi, {
  versions: [0, 4],
  notes: 'As a real broker.',
  refuse: (_request, errorCode) => ({ errorCode }),
  async handle({ transactionalId, producerId, producerEpoch, groupId }, { broker, version }) {
    if (groupId === '') return { errorCode: errorCodes.INVALID_GROUP_ID };
    const claim = { transactionalId, producerId: Number(producerId), epoch: producerEpoch };
    const error = await broker.transactions.add(claim, { groups: [groupId] });
    return { errorCode: fencedErrorCode(error, version >= firstVersionWithFenced) };
  },
});
