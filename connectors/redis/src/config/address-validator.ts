import { type Validator } from '@sluice/connect-api';
import { parseRedisAddress } from './redis-address.ts';

/** A URI of Redis, or nothing. Its refusal does not show the URI, which may have a password in it. */
export function redisAddress(): Validator<string> {
  return {
    describe: () => 'URI of Redis, or empty',
    check: ({ key, value }) => {
      if (typeof value !== 'string' || value === '') return null;
      try {
        parseRedisAddress(value);
        return null;
      } catch (error) {
        return `Invalid value for configuration ${key}: ${error instanceof Error ? error.message : 'it cannot be read'}`;
      }
    },
  };
}
