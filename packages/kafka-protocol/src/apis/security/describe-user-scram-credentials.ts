import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { int16, int32, int8, string } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const describeUserScramCredentialsApi = defineApi({
  key: 50,
  name: 'DescribeUserScramCredentials',
  versions: [0, 0],
  flexible: 0,
  request: struct({ users: array(nested({ name: string() }), { nullable: '0+' }) }),
  response: struct({
    throttleTimeMs: int32({ default: 0 }),
    errorCode: int16(),
    errorMessage: string({ nullable: '0+' }),
    results: array(
      nested({
        user: string(),
        errorCode: int16(),
        errorMessage: string({ nullable: '0+' }),
        credentialInfos: array(nested({ mechanism: int8(), iterations: int32() })),
      }),
    ),
  }),
});
