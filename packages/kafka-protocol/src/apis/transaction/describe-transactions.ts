import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { int16, int32, int64, string } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const describeTransactionsApi = defineApi({
  key: 65,
  name: 'DescribeTransactions',
  versions: [0, 0],
  flexible: 0,
  request: struct({ transactionalIds: array(string()) }),
  response: struct({
    throttleTimeMs: int32({ default: 0 }),
    transactionStates: array(
      nested({
        errorCode: int16(),
        transactionalId: string(),
        transactionState: string(),
        transactionTimeoutMs: int32(),
        transactionStartTimeMs: int64(),
        producerId: int64(),
        producerEpoch: int16(),
        topics: array(nested({ topic: string(), partitions: array(int32()) })),
      }),
    ),
  }),
});
