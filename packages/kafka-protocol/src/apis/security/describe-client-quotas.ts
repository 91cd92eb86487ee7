import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { bool, float64, int16, int32, int8, string } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const describeClientQuotasApi = defineApi({
  key: 48,
  name: 'DescribeClientQuotas',
  versions: [0, 1],
  flexible: 1,
  request: struct({
    components: array(nested({ entityType: string(), matchType: int8(), match: string({ nullable: '0+' }) })),
    strict: bool(),
  }),
  response: struct({
    throttleTimeMs: int32({ default: 0 }),
    errorCode: int16(),
    errorMessage: string({ nullable: '0+' }),
    entries: array(
      nested({
        entity: array(nested({ entityType: string(), entityName: string({ nullable: '0+' }) })),
        values: array(nested({ key: string(), value: float64() })),
      }),
      { nullable: '0+' },
    ),
  }),
});
