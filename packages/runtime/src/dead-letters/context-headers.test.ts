import { ConnectionLostError, ConnectError, DataError, RetriableError } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../pipeline/errors/failure.ts';
import { contextHeaders, header } from './context-headers.ts';

const failed = (error: unknown): Record<string, unknown> => {
  const failure: Failure = {
    stage: 'VALUE_CONVERTER',
    className: 'org.example.Converter',
    error,
    place: '',
    describeRecord: () => '',
    letter: () => ({ key: null, value: null, headers: [], timestampMs: null, origin: [] }),
  };
  const headers = contextHeaders(failure, [header('topic', 't')], { connector: 'c', task: 3 });
  return Object.fromEntries(headers.map(({ key, value }) => [key, value]));
};

describe('the headers of a dead letter', () => {
  it('are those of Kafka Connect, in its order', () => {
    const cause = new Error('no digits');
    const headers = failed(new DataError('not a number', { cause }));
    expect(Object.keys(headers)).toEqual([
      '__connect.errors.topic',
      '__connect.errors.connector.name',
      '__connect.errors.task.id',
      '__connect.errors.stage',
      '__connect.errors.class.name',
      '__connect.errors.exception.class.name',
      '__connect.errors.exception.message',
      '__connect.errors.exception.stacktrace',
    ]);
    expect(headers).toMatchObject({
      '__connect.errors.topic': 't',
      '__connect.errors.connector.name': 'c',
      '__connect.errors.task.id': '3',
      '__connect.errors.stage': 'VALUE_CONVERTER',
      '__connect.errors.class.name': 'org.example.Converter',
    });
    expect(headers['__connect.errors.exception.stacktrace']).toMatch(
      /^org\.apache\.kafka\.connect\.errors\.DataException: not a number\n\tat .*\nCaused by: Error: no digits\n/s,
    );
  });

  it.each([
    [new DataError('bad'), 'org.apache.kafka.connect.errors.DataException', 'bad'],
    [new RetriableError('busy'), 'org.apache.kafka.connect.errors.RetriableException', 'busy'],
    [new ConnectionLostError('gone'), 'org.apache.kafka.connect.errors.RetriableException', 'gone'],
    [
      new ConnectError('x', { javaClassName: 'java.lang.NumberFormatException' }),
      'java.lang.NumberFormatException',
      'x',
    ],
    [new TypeError('x is undefined'), 'TypeError', 'x is undefined'],
    [new ConnectError(''), 'org.apache.kafka.connect.errors.ConnectException', null],
    ['just text', 'java.lang.Throwable', 'just text'],
  ])('name the class of %s and its message, if it has one', (error, className, message) => {
    expect(failed(error)).toMatchObject({
      '__connect.errors.exception.class.name': className,
      '__connect.errors.exception.message': message,
    });
  });
});
