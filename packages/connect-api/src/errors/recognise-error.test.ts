import { describe, expect, it, vi } from 'vitest';
import { ConfigError } from './config-error.ts';
import { ConnectError } from './connect-error.ts';
import { DataError, SchemaBuilderError, SchemaProjectorError, SerializationError } from './data-errors.ts';
import {
  errorCodeOf,
  isBadRequest,
  isConfigError,
  isConflict,
  isConnectError,
  isConnectionLost,
  isDataError,
  isFenced,
  isIllegalWorkerState,
  isNotFound,
  isRetriable,
} from './recognise-error.ts';
import { BadRequestError, ConflictError, NotFoundError } from './request-errors.ts';
import { ConnectionLostError, RetriableError } from './retriable-errors.ts';
import { FencedError, IllegalWorkerStateError, InternalError } from './worker-errors.ts';

const errors = 'org.apache.kafka.connect.errors';

describe('an error', () => {
  it.each([
    [new ConnectError('m'), 'ConnectError', `${errors}.ConnectException`],
    [new ConfigError('m'), 'ConfigError', 'org.apache.kafka.common.config.ConfigException'],
    [new DataError('m'), 'DataError', `${errors}.DataException`],
    [new SchemaBuilderError('m'), 'SchemaBuilderError', `${errors}.SchemaBuilderException`],
    [new SchemaProjectorError('m'), 'SchemaProjectorError', `${errors}.SchemaProjectorException`],
    [
      new SerializationError('m'),
      'SerializationError',
      'org.apache.kafka.common.errors.SerializationException',
    ],
    [new RetriableError('m'), 'RetriableError', `${errors}.RetriableException`],
    [new ConnectionLostError('m'), 'ConnectionLostError', `${errors}.RetriableException`],
    [
      new BadRequestError('m'),
      'BadRequestError',
      'org.apache.kafka.connect.runtime.rest.errors.BadRequestException',
    ],
    [new NotFoundError('m'), 'NotFoundError', `${errors}.NotFoundException`],
    [new ConflictError('m'), 'ConflictError', `${errors}.AlreadyExistsException`],
    [new FencedError('m'), 'FencedError', 'org.apache.kafka.common.errors.ProducerFencedException'],
    [new IllegalWorkerStateError('m'), 'IllegalWorkerStateError', `${errors}.IllegalWorkerStateException`],
    [new InternalError('m'), 'InternalError', 'java.lang.IllegalStateException'],
  ])('knows its own name and that of Java: %s', (error, name, javaClassName) => {
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(name);
    expect(error.javaClassName).toBe(javaClassName);
    expect(String(error)).toBe(`${name}: m`);
    expect(error.stack).toContain(`${name}: m`);
  });

  it('keeps its cause, and has none when none was given', () => {
    const cause = new Error('why');
    expect(new DataError('m', { cause }).cause).toBe(cause);
    expect('cause' in new DataError('m')).toBe(false);
  });

  it('takes code and Java name that say more than its class', () => {
    const error = new ConnectError('m', { code: 'TOO_MANY_TASKS' });
    expect(error.code).toBe('TOO_MANY_TASKS');
    expect(error.javaClassName).toBe('org.apache.kafka.connect.runtime.TooManyTasksException');
    expect(new DataError('m', { javaClassName: 'java.lang.X' }).javaClassName).toBe('java.lang.X');
  });

  it('is recognised by its class and by the classes it extends', () => {
    const checks = {
      isBadRequest,
      isConfigError,
      isConflict,
      isConnectError,
      isConnectionLost,
      isDataError,
      isFenced,
      isIllegalWorkerState,
      isNotFound,
      isRetriable,
    };
    const recognisedAs = (error: unknown) =>
      Object.entries(checks).flatMap(([name, check]) => (check(error) ? [name] : []));
    expect(recognisedAs(new ConnectError('m'))).toEqual(['isConnectError']);
    expect(recognisedAs(new ConfigError('m'))).toEqual(['isConfigError', 'isConnectError']);
    expect(recognisedAs(new SchemaBuilderError('m'))).toEqual(['isConnectError', 'isDataError']);
    expect(recognisedAs(new SchemaProjectorError('m'))).toEqual(['isConnectError', 'isDataError']);
    expect(recognisedAs(new RetriableError('m'))).toEqual(['isConnectError', 'isRetriable']);
    expect(recognisedAs(new ConnectionLostError('m'))).toEqual([
      'isConnectError',
      'isConnectionLost',
      'isRetriable',
    ]);
    expect(recognisedAs(new BadRequestError('m'))).toEqual(['isBadRequest', 'isConnectError']);
    expect(recognisedAs(new NotFoundError('m'))).toEqual(['isConnectError', 'isNotFound']);
    expect(recognisedAs(new ConflictError('m'))).toEqual(['isConflict', 'isConnectError']);
    expect(recognisedAs(new FencedError('m'))).toEqual(['isConnectError', 'isFenced']);
    expect(recognisedAs(new IllegalWorkerStateError('m'))).toEqual([
      'isConnectError',
      'isIllegalWorkerState',
    ]);
  });

  it.each([[new Error('m')], [null], [undefined], ['text'], [{}]])(
    'of another kind is not recognised: %s',
    (other) => {
      expect(isConnectError(other)).toBe(false);
      expect(isRetriable(other)).toBe(false);
      expect(errorCodeOf(other)).toBe('INTERNAL_ERROR');
    },
  );

  it('is recognised when another copy of this package made it', async () => {
    vi.resetModules();
    const copy = await import('./retriable-errors.ts');
    const error = new copy.ConnectionLostError('m');
    expect(error).not.toBeInstanceOf(ConnectError);
    expect(isRetriable(error)).toBe(true);
    expect(errorCodeOf(error)).toBe('CONNECTION_LOST');
  });

  it('with a code that a later version added counts as a defect', () => {
    const error = Object.assign(new ConnectError('m'), { code: 'OF_LATER' });
    expect(errorCodeOf(error)).toBe('INTERNAL_ERROR');
  });
});
