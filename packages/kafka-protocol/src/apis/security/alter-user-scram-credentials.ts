import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { bytes, int16, int32, int8, string } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const alterUserScramCredentialsApi = defineApi({
  key: 51,
  name: 'AlterUserScramCredentials',
  versions: [0, 0],
  flexible: 0,
  request: struct({
    deletions: array(nested({ name: string(), mechanism: int8() })),
    upsertions: array(
      nested({
        name: string(),
        mechanism: int8(),
        iterations: int32(),
        salt: bytes(),
        saltedPassword: bytes(),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: int32({ default: 0 }),
    results: array(nested({ user: string(), errorCode: int16(), errorMessage: string({ nullable: '0+' }) })),
  }),
});
