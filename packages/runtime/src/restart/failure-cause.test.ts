import {
  ConfigError,
  ConnectError,
  ConnectionLostError,
  DataError,
  FencedError,
  RetriableError,
} from '@sluice/connect-api';
import { KafkaError } from '@sluice/kafka-client';
import { describe, expect, it } from 'vitest';
import { describeError, reviveError } from '../task-host/thread/channel/remote-error.ts';
import { failureCauseOf, type FailureCause } from './failure-cause.ts';

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const wrapped = (cause: unknown): Error => new ConnectError('put failed', { code: 'TASK_FAILED', cause });

const cases: readonly (readonly [string, unknown, FailureCause])[] = [
  ['what says that it may pass', new RetriableError('busy'), 'transient'],
  ['a lost connection', new ConnectionLostError('gone'), 'transient'],
  ['a lost connection of Node', refused, 'transient'],
  ['what the task runner wraps', wrapped(new ConnectionLostError('gone')), 'transient'],
  ['what several wrap', wrapped(wrapped(refused)), 'transient'],
  ['a wrong configuration', new ConfigError('no such file'), 'permanent'],
  ['a bad record', wrapped(new DataError('no number')), 'permanent'],
  ['a newer instance', new FencedError('fenced'), 'permanent'],
  ['too many tasks', new ConnectError('5 > 3', { code: 'TOO_MANY_TASKS' }), 'permanent'],
  ['a login that Kafka refuses', wrapped(new KafkaError('SASL_AUTHENTICATION_FAILED', 'no')), 'permanent'],
  ['a right that is missing', wrapped(new KafkaError('TOPIC_AUTHORIZATION_FAILED', 'no')), 'permanent'],
  ['a leader that moves', wrapped(new KafkaError('NOT_LEADER_OR_FOLLOWER', 'moved')), 'transient'],
  ['what Kafka cannot name', new KafkaError('UNKNOWN_SERVER_ERROR', 'odd'), 'unknown'],
  ['what a plugin throws', wrapped(new TypeError('x is undefined')), 'unknown'],
  ['no error at all', 'thrown', 'unknown'],
];

describe('the cause of a failure', () => {
  it.each(cases)('is known of %s', (_what, error, cause) => {
    expect(failureCauseOf(error)).toBe(cause);
  });

  it('is known of an error of our API that came from another thread', () => {
    expect(failureCauseOf(reviveError(describeError(new ConfigError('wrong'))))).toBe('permanent');
    expect(failureCauseOf(reviveError(describeError(new RetriableError('busy'))))).toBe('transient');
  });

  it('is not searched for in a circle', () => {
    const error = new Error('a');
    error.cause = error;
    expect(failureCauseOf(error)).toBe('unknown');
  });
});
