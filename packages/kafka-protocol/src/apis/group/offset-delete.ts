import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { int16, int32, string } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const offsetDeleteApi = defineApi({
  key: 47,
  name: 'OffsetDelete',
  versions: [0, 0],
  request: struct({
    groupId: string(),
    topics: array(nested({ name: string(), partitions: array(nested({ partitionIndex: int32() })) })),
  }),
  response: struct({
    errorCode: int16(),
    throttleTimeMs: int32({ default: 0 }),
    topics: array(
      nested({ name: string(), partitions: array(nested({ partitionIndex: int32(), errorCode: int16() })) }),
    ),
  }),
});
