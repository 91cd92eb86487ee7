import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { int16, int32, int64, string } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const offsetForLeaderEpochApi = defineApi({
  key: 23,
  name: 'OffsetForLeaderEpoch',
  versions: [2, 4],
  flexible: 4,
  request: struct({
    replicaId: int32({ versions: '3+', default: -2, ignorable: true }),
    topics: array(
      nested({
        topic: string(),
        partitions: array(
          nested({ partition: int32(), currentLeaderEpoch: int32({ default: -1 }), leaderEpoch: int32() }),
        ),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: int32({ default: 0 }),
    topics: array(
      nested({
        topic: string(),
        partitions: array(
          nested({
            errorCode: int16(),
            partition: int32(),
            leaderEpoch: int32({ default: -1 }),
            endOffset: int64({ default: -1n }),
          }),
        ),
      }),
    ),
  }),
});
