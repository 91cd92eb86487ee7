import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { bool, int16, int32, string } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const createPartitionsApi = defineApi({
  key: 37,
  name: 'CreatePartitions',
  versions: [0, 3],
  flexible: 2,
  request: struct({
    topics: array(
      nested({
        name: string(),
        count: int32(),
        assignments: array(nested({ brokerIds: array(int32()) }), { nullable: '0+' }),
      }),
    ),
    timeoutMs: int32(),
    validateOnly: bool(),
  }),
  response: struct({
    throttleTimeMs: int32({ default: 0 }),
    results: array(
      nested({ name: string(), errorCode: int16(), errorMessage: string({ nullable: '0+', default: null }) }),
    ),
  }),
});
