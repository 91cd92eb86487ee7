import { describe, expect, it } from 'vitest';
import { errorCodes, errorName, isRetriable } from './error-codes.ts';

describe('error codes', () => {
  it('run from -1 without a gap and without a double', () => {
    const codes = Object.values(errorCodes).sort((left, right) => left - right);
    expect(codes).toEqual(Array.from({ length: 135 }, (_, index) => index - 1));
  });

  it('have names, also those of the future', () => {
    expect(errorName(errorCodes.NOT_LEADER_OR_FOLLOWER)).toBe('NOT_LEADER_OR_FOLLOWER');
    expect(errorName(999)).toBe('UNKNOWN_ERROR_CODE_999');
  });

  it('say whether the same request may succeed later', () => {
    expect(isRetriable(errorCodes.COORDINATOR_LOAD_IN_PROGRESS)).toBe(true);
    expect(isRetriable(errorCodes.TOPIC_AUTHORIZATION_FAILED)).toBe(false);
    expect(isRetriable(999)).toBe(false);
  });
});
