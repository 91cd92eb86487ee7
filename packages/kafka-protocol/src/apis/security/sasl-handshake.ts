import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { int16, string } from '../../schema/primitives.ts';
import { struct } from '../../schema/struct.ts';

export const saslHandshakeApi = defineApi({
  key: 17,
  name: 'SaslHandshake',
  versions: [0, 1],
  request: struct({ mechanism: string() }),
  response: struct({ errorCode: int16(), mechanisms: array(string()) }),
});
