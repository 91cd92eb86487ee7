import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { bool, int16, int32, int64, int8, string } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const writeTxnMarkersApi = defineApi({
  key: 27,
  name: 'WriteTxnMarkers',
  versions: [1, 2],
  flexible: 1,
  request: struct({
    markers: array(
      nested({
        producerId: int64(),
        producerEpoch: int16(),
        transactionResult: bool(),
        topics: array(nested({ name: string(), partitionIndexes: array(int32()) })),
        coordinatorEpoch: int32(),
        transactionVersion: int8({ versions: '2+', default: 0, ignorable: true }),
      }),
    ),
  }),
  response: struct({
    markers: array(
      nested({
        producerId: int64(),
        topics: array(
          nested({
            name: string(),
            partitions: array(nested({ partitionIndex: int32(), errorCode: int16() })),
          }),
        ),
      }),
    ),
  }),
});
