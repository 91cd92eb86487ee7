import { describe, expect, it } from 'vitest';
import { Password } from '../config/values/password.ts';
import { formatInvalidConfigValue, invalidConfigValue } from './config-error.ts';

describe('the message for a bad value', () => {
  it.each([
    [{ key: 'a', value: 'x', reason: 'bad' }, 'Invalid value x for configuration a: bad'],
    [{ key: 'a', value: 'x' }, 'Invalid value x for configuration a'],
    [{ key: 'a', value: null, reason: 'bad' }, 'Invalid value null for configuration a: bad'],
    [{ key: 'a', value: ['x', 'y'], reason: 'bad' }, 'Invalid value [x, y] for configuration a: bad'],
    [
      { key: 'a', value: new Password('s3cret'), reason: 'bad' },
      'Invalid value [hidden] for configuration a: bad',
    ],
  ])('names value, key and reason: %j', (invalid, message) => {
    expect(formatInvalidConfigValue(invalid)).toBe(message);
  });

  it('is thrown with code and key', () => {
    expect(invalidConfigValue({ key: 'a.b', value: '1' })).toMatchObject({
      code: 'CONFIG_VALUE_INVALID',
      key: 'a.b',
      message: 'Invalid value 1 for configuration a.b',
    });
  });
});
