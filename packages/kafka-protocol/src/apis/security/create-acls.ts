import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { int16, int32, int8, string } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const createAclsApi = defineApi({
  key: 30,
  name: 'CreateAcls',
  versions: [1, 3],
  flexible: 2,
  request: struct({
    creations: array(
      nested({
        resourceType: int8(),
        resourceName: string(),
        resourcePatternType: int8({ default: 3 }),
        principal: string(),
        host: string(),
        operation: int8(),
        permissionType: int8(),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: int32({ default: 0 }),
    results: array(nested({ errorCode: int16(), errorMessage: string({ nullable: '0+' }) })),
  }),
});
