import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { int16, int32, int64, string } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const deleteRecordsApi = defineApi({
  key: 21,
  name: 'DeleteRecords',
  versions: [0, 2],
  flexible: 2,
  request: struct({
    topics: array(
      nested({ name: string(), partitions: array(nested({ partitionIndex: int32(), offset: int64() })) }),
    ),
    timeoutMs: int32(),
  }),
  response: struct({
    throttleTimeMs: int32({ default: 0 }),
    topics: array(
      nested({
        name: string(),
        partitions: array(nested({ partitionIndex: int32(), lowWatermark: int64(), errorCode: int16() })),
      }),
    ),
  }),
});
