import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { int16, int32, int8, string } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const electLeadersApi = defineApi({
  key: 43,
  name: 'ElectLeaders',
  versions: [0, 2],
  flexible: 2,
  request: struct({
    electionType: int8({ versions: '1+' }),
    topicPartitions: array(nested({ topic: string(), partitions: array(int32()) }), { nullable: '0+' }),
    timeoutMs: int32({ default: 60000 }),
  }),
  response: struct({
    throttleTimeMs: int32({ default: 0 }),
    errorCode: int16({ versions: '1+' }),
    replicaElectionResults: array(
      nested({
        topic: string(),
        partitionResult: array(
          nested({ partitionId: int32(), errorCode: int16(), errorMessage: string({ nullable: '0+' }) }),
        ),
      }),
    ),
  }),
});
