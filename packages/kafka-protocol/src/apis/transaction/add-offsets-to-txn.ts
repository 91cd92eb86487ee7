import { defineApi } from '../../schema/api.ts';
import { int16, int32, int64, string } from '../../schema/primitives.ts';
import { struct } from '../../schema/struct.ts';

export const addOffsetsToTxnApi = defineApi({
  key: 25,
  name: 'AddOffsetsToTxn',
  versions: [0, 4],
  flexible: 3,
  request: struct({
    transactionalId: string(),
    producerId: int64(),
    producerEpoch: int16(),
    groupId: string(),
  }),
  response: struct({ throttleTimeMs: int32({ default: 0 }), errorCode: int16() }),
});
