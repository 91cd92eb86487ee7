import { errorCodes, type ErrorName } from '@sluice/kafka-protocol';
import { describe, expect, it } from 'vitest';
import { judgeFetchError, type FetchErrorVerdict } from './judge-error.ts';

/** What Java's consumer does after each error code of a fetch response. */
const table: readonly (readonly [ErrorName, FetchErrorVerdict])[] = [
  ['NOT_LEADER_OR_FOLLOWER', 'look-around'],
  ['REPLICA_NOT_AVAILABLE', 'look-around'],
  ['LEADER_NOT_AVAILABLE', 'look-around'],
  ['KAFKA_STORAGE_ERROR', 'look-around'],
  ['FENCED_LEADER_EPOCH', 'look-around'],
  ['UNKNOWN_LEADER_EPOCH', 'look-around'],
  ['OFFSET_NOT_AVAILABLE', 'look-around'],
  ['UNKNOWN_TOPIC_OR_PARTITION', 'look-around'],
  ['UNKNOWN_TOPIC_ID', 'look-around'],
  ['INCONSISTENT_TOPIC_ID', 'look-around'],
  ['UNKNOWN_SERVER_ERROR', 'wait'],
  ['OFFSET_OUT_OF_RANGE', 'out-of-range'],
  ['TOPIC_AUTHORIZATION_FAILED', 'fail'],
  ['CORRUPT_MESSAGE', 'fail'],
  ['INVALID_REQUEST', 'fail'],
];

describe('an error in a fetch response', () => {
  it.each(table)('%s: %s', (name, verdict) => {
    expect(judgeFetchError(errorCodes[name])).toBe(verdict);
  });

  it('fails where the code is not known', () => {
    expect(judgeFetchError(9999)).toBe('fail');
  });
});
