import { defineApi } from '../../schema/api.ts';
import { bool, int16, int32, int64, string } from '../../schema/primitives.ts';
import { struct } from '../../schema/struct.ts';

export const endTxnApi = defineApi({
  key: 26,
  name: 'EndTxn',
  versions: [0, 5],
  flexible: 3,
  request: struct({
    transactionalId: string(),
    producerId: int64(),
    producerEpoch: int16(),
    committed: bool(),
  }),
  response: struct({
    throttleTimeMs: int32({ default: 0 }),
    errorCode: int16(),
    producerId: int64({ versions: '5+', default: -1n }),
    producerEpoch: int16({ versions: '5+', default: -1 }),
  }),
});
