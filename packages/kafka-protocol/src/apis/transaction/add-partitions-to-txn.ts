import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { bool, int16, int32, int64, string } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const addPartitionsToTxnApi = defineApi({
  key: 24,
  name: 'AddPartitionsToTxn',
  versions: [0, 5],
  flexible: 3,
  request: struct({
    transactions: array(
      nested({
        transactionalId: string(),
        producerId: int64(),
        producerEpoch: int16(),
        verifyOnly: bool({ default: false }),
        topics: array(nested({ name: string(), partitions: array(int32()) })),
      }),
      { versions: '4+' },
    ),
    v3AndBelowTransactionalId: string({ versions: '0-3' }),
    v3AndBelowProducerId: int64({ versions: '0-3' }),
    v3AndBelowProducerEpoch: int16({ versions: '0-3' }),
    v3AndBelowTopics: array(nested({ name: string(), partitions: array(int32()) }), { versions: '0-3' }),
  }),
  response: struct({
    throttleTimeMs: int32({ default: 0 }),
    errorCode: int16({ versions: '4+' }),
    resultsByTransaction: array(
      nested({
        transactionalId: string(),
        topicResults: array(
          nested({
            name: string(),
            resultsByPartition: array(nested({ partitionIndex: int32(), partitionErrorCode: int16() })),
          }),
        ),
      }),
      { versions: '4+' },
    ),
    resultsByTopicV3AndBelow: array(
      nested({
        name: string(),
        resultsByPartition: array(nested({ partitionIndex: int32(), partitionErrorCode: int16() })),
      }),
      { versions: '0-3' },
    ),
  }),
});
