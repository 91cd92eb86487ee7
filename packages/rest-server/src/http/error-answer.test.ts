import {
  BadRequestError,
  ConfigError,
  ConflictError,
  ConnectError,
  errorCatalogue,
  InternalError,
  NotFoundError,
  type ErrorCode,
} from '@sluice/connect-api';
import { decodeBody } from '@sluice/rest-api';
import { describe, expect, it } from 'vitest';
import { answerError } from './error-answer.ts';
import { StatusError } from './status-error.ts';

function failureOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe('the answer to a failure', () => {
  it.each([
    [new NotFoundError('Connector c not found'), 404],
    [new ConflictError('Connector c already exists'), 409],
    [new BadRequestError('no'), 400],
    [new ConfigError('wrong'), 400],
    [new ConnectError('failed'), 500],
    [new InternalError('defect'), 500],
    [new TypeError('x is not a function'), 500],
    [new StatusError(405), 405],
    [failureOf(() => decodeBody({ kind: 'boolean' }, '{')), 400],
  ])('%s has the status %i and its own text', (error, status) => {
    expect(answerError(error)).toMatchObject({
      status,
      body: { error_code: status, message: (error as Error).message },
    });
  });

  it.each(Object.keys(errorCatalogue) as ErrorCode[])(
    'has the status that the catalogue gives %s',
    (code) => {
      expect(answerError(new ConnectError('failed', { code })).status).toBe(errorCatalogue[code].httpStatus);
    },
  );

  it('knows errors of another copy of the API by their mark', () => {
    const stranger = Object.assign(Object.create(NotFoundError.prototype) as object, {
      message: 'gone',
      code: 'NOT_FOUND',
    });
    expect(answerError(stranger)).toMatchObject({ status: 404, body: { error_code: 404, message: 'gone' } });
  });

  it('has a null message when there is no text', () => {
    expect(answerError(new Error('')).body).toEqual({ error_code: 500, message: null });
  });

  it('tells nothing of the cause', () => {
    const error = new ConnectError('The database refused', { cause: new Error('password hunter2') });
    expect(JSON.stringify(answerError(error))).not.toContain('hunter2');
  });

  it('shows what was thrown when it is no error', () => {
    expect(answerError('boom').body).toEqual({ error_code: 500, message: 'boom' });
  });

  it('is unforeseen only when nobody classified the failure', () => {
    const failures = [new Error('x'), new InternalError('x'), new ConnectError('x'), new NotFoundError('x')];
    expect(failures.map((error) => answerError(error).unforeseen)).toEqual([true, true, false, false]);
  });
});
