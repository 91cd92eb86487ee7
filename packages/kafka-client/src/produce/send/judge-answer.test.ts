import { errorCodes, type ErrorName } from '@sluice/kafka-protocol';
import { describe, expect, it } from 'vitest';
import { judgeAnswer, type BatchSituation, type Judgement } from './judge-answer.ts';

const usual = {
  recordCount: 10,
  failures: 0,
  maxRetries: 5,
  isExpired: false,
  numbering: 'none',
  isNextInSequence: null,
} as const;
const idempotent = { numbering: 'idempotent', isNextInSequence: true } as const;
const transactional = { numbering: 'transactional', isNextInSequence: true } as const;

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
  ['OUT_OF_ORDER_SEQUENCE_NUMBER', { ...idempotent, isNextInSequence: false }, 'retry'],
  ['OUT_OF_ORDER_SEQUENCE_NUMBER', idempotent, 'renumber'],
  ['OUT_OF_ORDER_SEQUENCE_NUMBER', { ...transactional, isNextInSequence: false }, 'retry'],
  ['OUT_OF_ORDER_SEQUENCE_NUMBER', transactional, 'failed'],
  ['UNKNOWN_PRODUCER_ID', {}, 'failed'],
  ['UNKNOWN_PRODUCER_ID', idempotent, 'renumber'],
  ['UNKNOWN_PRODUCER_ID', { ...idempotent, failures: 5 }, 'failed'],
  ['UNKNOWN_PRODUCER_ID', transactional, 'failed'],
  ['INVALID_PRODUCER_EPOCH', idempotent, 'failed'],
  ['INVALID_PRODUCER_EPOCH', transactional, 'failed'],
  ['PRODUCER_FENCED', transactional, 'failed'],
  ['TRANSACTION_ABORTABLE', transactional, 'failed'],
  ['CONCURRENT_TRANSACTIONS', transactional, 'retry'],
  ['UNKNOWN_TOPIC_ID', {}, 'retry'],
];

describe('the answer to a batch', () => {
  it.each(rows)('%s with %o means: %s', (name, situation, judgement) => {
    expect(judgeAnswer({ ...usual, ...situation, errorCode: errorCodes[name] })).toBe(judgement);
  });

  const names = Object.keys(errorCodes) as ErrorName[];
  const judged = (judgement: Judgement, situation: BatchSituation): ErrorName[] =>
    names.filter((name) => judgeAnswer({ ...situation, errorCode: errorCodes[name] }) === judgement);
  const situations = {
    plain: usual,
    idempotent: { ...usual, ...idempotent },
    transactional: { ...usual, ...transactional },
  };

  it.each(Object.entries(situations))(
    'of a %s producer is tried again for these codes and no others',
    (kind, situation) => {
      const one = { ...situation, errorCode: 0 };
      // By the exceptions of Java's client: the subclasses of RetriableException.
      expect(judged('retry', one)).toEqual([
        'CORRUPT_MESSAGE',
        'UNKNOWN_TOPIC_OR_PARTITION',
        'LEADER_NOT_AVAILABLE',
        'NOT_LEADER_OR_FOLLOWER',
        'REQUEST_TIMED_OUT',
        'REPLICA_NOT_AVAILABLE',
        'NETWORK_EXCEPTION',
        'COORDINATOR_LOAD_IN_PROGRESS',
        'COORDINATOR_NOT_AVAILABLE',
        'NOT_COORDINATOR',
        'NOT_ENOUGH_REPLICAS',
        'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
        'NOT_CONTROLLER',
        'CONCURRENT_TRANSACTIONS',
        'KAFKA_STORAGE_ERROR',
        'FETCH_SESSION_ID_NOT_FOUND',
        'INVALID_FETCH_SESSION_EPOCH',
        'LISTENER_NOT_FOUND',
        'FENCED_LEADER_EPOCH',
        'UNKNOWN_LEADER_EPOCH',
        'OFFSET_NOT_AVAILABLE',
        'PREFERRED_LEADER_NOT_AVAILABLE',
        'ELIGIBLE_LEADERS_NOT_AVAILABLE',
        'ELECTION_NOT_NEEDED',
        'UNSTABLE_OFFSET_COMMIT',
        'THROTTLING_QUOTA_EXCEEDED',
        'UNKNOWN_TOPIC_ID',
        'INCONSISTENT_TOPIC_ID',
        'FETCH_SESSION_TOPIC_ID_ERROR',
        'SHARE_SESSION_NOT_FOUND',
        'INVALID_SHARE_SESSION_EPOCH',
        'SHARE_SESSION_LIMIT_REACHED',
      ]);
      expect(judged('delivered', one)).toEqual(['NONE', 'DUPLICATE_SEQUENCE_NUMBER']);
      expect(judged('split', one)).toEqual(['MESSAGE_TOO_LARGE']);
      const renumbered = kind === 'idempotent' ? ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'UNKNOWN_PRODUCER_ID'] : [];
      expect(judged('renumber', one)).toEqual(renumbered);
      expect(judged('failed', { ...one, isExpired: true })).toHaveLength(names.length - 2);
      expect(judged('failed', { ...one, failures: 5 })).toHaveLength(names.length - 3);
    },
  );
});
