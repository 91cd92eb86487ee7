import { errorCodes, type ErrorName } from '@sluice/kafka-protocol';
import { describe, expect, it } from 'vitest';
import {
  isFatalToProducer,
  judgeTransactionError,
  type TransactionRequest,
  type TransactionVerdict,
} from './transaction-verdict.ts';

const names = (Object.keys(errorCodes) as ErrorName[]).filter((name) => name !== 'NONE');

// By the exceptions of Java's client: the subclasses of RetriableException.
const retried: ReadonlySet<ErrorName> = new Set([
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

const everywhere: Partial<Record<ErrorName, TransactionVerdict>> = {
  INVALID_PRODUCER_EPOCH: 'fenced',
  PRODUCER_FENCED: 'fenced',
  TRANSACTION_ABORTABLE: 'abortable',
  UNKNOWN_PRODUCER_ID: 'forgotten',
  INVALID_PRODUCER_ID_MAPPING: 'forgotten',
};

interface Expected {
  /** What holds for every code that is not named. */
  readonly others: TransactionVerdict;
  readonly named: Partial<Record<ErrorName, TransactionVerdict>>;
}

const expected: Readonly<Record<TransactionRequest, Expected>> = {
  init: {
    others: 'fatal',
    named: {
      TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'abortable',
      CLUSTER_AUTHORIZATION_FAILED: 'abortable',
      UNKNOWN_PRODUCER_ID: 'fatal',
      INVALID_PRODUCER_ID_MAPPING: 'fatal',
    },
  },
  'add-partitions': {
    others: 'abortable',
    named: {
      TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'fatal',
      INVALID_TXN_STATE: 'fatal',
      UNSUPPORTED_VERSION: 'fatal',
      SASL_AUTHENTICATION_FAILED: 'fatal',
    },
  },
  'add-offsets': { others: 'fatal', named: { GROUP_AUTHORIZATION_FAILED: 'abortable' } },
  'commit-offsets': {
    others: 'fatal',
    named: {
      GROUP_AUTHORIZATION_FAILED: 'abortable',
      FENCED_INSTANCE_ID: 'abortable',
      UNKNOWN_MEMBER_ID: 'abortable',
      ILLEGAL_GENERATION: 'abortable',
    },
  },
  end: { others: 'fatal', named: {} },
};

describe('an error of a transaction', () => {
  it.each(Object.keys(expected) as TransactionRequest[])(
    'is judged for every code in answer to %s',
    (request) => {
      const { others, named } = expected[request];
      const verdicts = names.map((name) => [name, judgeTransactionError(request, errorCodes[name])]);
      expect(verdicts).toEqual(
        names.map((name) => [
          name,
          retried.has(name) ? 'retry' : (named[name] ?? everywhere[name] ?? others),
        ]),
      );
    },
  );

  it('ends the producer where a batch met it and no other batch can fare better', () => {
    expect(names.filter((name) => isFatalToProducer(errorCodes[name]))).toEqual([
      'CLUSTER_AUTHORIZATION_FAILED',
      'UNSUPPORTED_VERSION',
      'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
      'PRODUCER_FENCED',
    ]);
  });
});
