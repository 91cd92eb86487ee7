import { defineApi } from '../../schema/api.ts';
import { bytes, int16, int64, string } from '../../schema/primitives.ts';
import { struct } from '../../schema/struct.ts';

export const saslAuthenticateApi = defineApi({
  key: 36,
  name: 'SaslAuthenticate',
  versions: [0, 2],
  flexible: 2,
  request: struct({ authBytes: bytes() }),
  response: struct({
    errorCode: int16(),
    errorMessage: string({ nullable: '0+' }),
    authBytes: bytes(),
    sessionLifetimeMs: int64({ versions: '1+', ignorable: true }),
  }),
});
