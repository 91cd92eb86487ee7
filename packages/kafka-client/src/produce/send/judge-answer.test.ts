import { errorCodes, type ErrorName } from '@sluice/kafka-protocol';
import { describe, expect, it } from 'vitest';
import { judgeAnswer, type BatchSituation, type Judgement } from './judge-answer.ts';

const usual = {
  recordCount: 10,
  failures: 0,
  maxRetries: 5,
  isExpired: false,
  isNextInSequence: null,
} as const;

type Row = readonly [name: ErrorName, situation: Partial<BatchSituation>, judgement: Judgement];

const rows: readonly Row[] = [
  ['NONE', {}, 'delivered'],
  ['NONE', { isExpired: true }, 'delivered'],
  ['DUPLICATE_SEQUENCE_NUMBER', { isNextInSequence: false }, 'delivered'],
  ['NOT_LEADER_OR_FOLLOWER', {}, 'retry'],
  ['NETWORK_EXCEPTION', {}, 'retry'],
  ['REQUEST_TIMED_OUT', {}, 'retry'],
  ['NOT_ENOUGH_REPLICAS_AFTER_APPEND', {}, 'retry'],
  ['NOT_LEADER_OR_FOLLOWER', { isExpired: true }, 'failed'],
  ['NOT_LEADER_OR_FOLLOWER', { failures: 5 }, 'failed'],
  ['TOPIC_AUTHORIZATION_FAILED', {}, 'failed'],
  ['INVALID_RECORD', {}, 'failed'],
  ['UNKNOWN_SERVER_ERROR', {}, 'failed'],
  ['MESSAGE_TOO_LARGE', {}, 'split'],
  ['MESSAGE_TOO_LARGE', { recordCount: 1 }, 'failed'],
  ['MESSAGE_TOO_LARGE', { isExpired: true }, 'failed'],
  ['OUT_OF_ORDER_SEQUENCE_NUMBER', {}, 'failed'],
  ['OUT_OF_ORDER_SEQUENCE_NUMBER', { isNextInSequence: false }, 'retry'],
  ['OUT_OF_ORDER_SEQUENCE_NUMBER', { isNextInSequence: true }, 'renumber'],
  ['UNKNOWN_PRODUCER_ID', { isNextInSequence: true }, 'renumber'],
  ['INVALID_PRODUCER_EPOCH', { isNextInSequence: false }, 'renumber'],
  ['UNKNOWN_PRODUCER_ID', { isNextInSequence: true, failures: 5 }, 'failed'],
];

describe('the answer to a batch', () => {
  it.each(rows)('%s with %o means: %s', (name, situation, judgement) => {
    expect(judgeAnswer({ ...usual, ...situation, errorCode: errorCodes[name] })).toBe(judgement);
  });
});
