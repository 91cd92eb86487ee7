import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { bool, int16, int32, string, uuid } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const describeTopicPartitionsApi = defineApi({
  key: 75,
  name: 'DescribeTopicPartitions',
  versions: [0, 0],
  flexible: 0,
  request: struct({
    topics: array(nested({ name: string() })),
    responsePartitionLimit: int32({ default: 2000 }),
    cursor: nested({ topicName: string(), partitionIndex: int32() }, { nullable: '0+', default: null }),
  }),
  response: struct({
    throttleTimeMs: int32({ default: 0 }),
    topics: array(
      nested({
        errorCode: int16(),
        name: string({ nullable: '0+' }),
        topicId: uuid(),
        isInternal: bool(),
        partitions: array(
          nested({
            errorCode: int16(),
            partitionIndex: int32(),
            leaderId: int32(),
            leaderEpoch: int32({ default: -1 }),
            replicaNodes: array(int32()),
            isrNodes: array(int32()),
            eligibleLeaderReplicas: array(int32(), { nullable: '0+', default: null }),
            lastKnownElr: array(int32(), { nullable: '0+', default: null }),
            offlineReplicas: array(int32()),
          }),
        ),
        topicAuthorizedOperations: int32({ default: -2147483648 }),
      }),
    ),
    nextCursor: nested({ topicName: string(), partitionIndex: int32() }, { nullable: '0+', default: null }),
  }),
});
