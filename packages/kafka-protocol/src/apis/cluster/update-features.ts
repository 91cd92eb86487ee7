import { defineApi } from '../../schema/api.ts';
import { array } from '../../schema/array.ts';
import { bool, int16, int32, int8, string } from '../../schema/primitives.ts';
import { nested, struct } from '../../schema/struct.ts';

export const updateFeaturesApi = defineApi({
  key: 57,
  name: 'UpdateFeatures',
  versions: [0, 2],
  flexible: 0,
  request: struct({
    timeoutMs: int32({ default: 60000 }),
    featureUpdates: array(
      nested({
        feature: string(),
        maxVersionLevel: int16(),
        allowDowngrade: bool({ versions: '0' }),
        upgradeType: int8({ versions: '1+', default: 1 }),
      }),
    ),
    validateOnly: bool({ versions: '1+', default: false }),
  }),
  response: struct({
    throttleTimeMs: int32({ default: 0 }),
    errorCode: int16(),
    errorMessage: string({ nullable: '0+' }),
    results: array(
      nested({ feature: string(), errorCode: int16(), errorMessage: string({ nullable: '0+' }) }),
      { versions: '0-1' },
    ),
  }),
});
