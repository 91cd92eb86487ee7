import { DataError, nameField, RetriableError, type PluginLogger } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { ErrorHandler, type ErrorPolicy, type Failure } from './error-handler.ts';

const strict: ErrorPolicy = {
  tolerance: 'none',
  retryTimeoutMs: 0,
  retryDelayMaxMs: 5,
  logErrors: false,
  logRecords: false,
};
const logged: Record<string, unknown>[] = [];
const keep = (fields: Readonly<Record<string, unknown>>): void => void logged.push(fields);
const log: PluginLogger = { debug: keep, info: keep, warn: keep, error: keep };
const never = new AbortController().signal;

const failure = (error: unknown): Failure => ({
  stage: 'VALUE_CONVERTER',
  className: 'org.example.Converter',
  error,
  place: 'topic orders, partition 0, offset 17',
  describeRecord: () => 'the record',
});
const bad = failure(new DataError('not JSON'));
const busy = failure(new RetriableError('busy'));

describe('a record that fails', () => {
  it('fails the task, naming place, stage and class, when errors are not tolerated', async () => {
    await expect(new ErrorHandler(strict, log).recover(bad, () => bad, never)).rejects.toMatchObject({
      message:
        'Tolerance exceeded in error handler: org.example.Converter (VALUE_CONVERTER) failed for the record at topic orders, partition 0, offset 17',
      cause: bad.error,
    });
  });

  it('names the field, where the error says which', async () => {
    const inField = failure(nameField(new DataError('not JSON'), 'a.b'));
    await expect(new ErrorHandler(strict, log).recover(inField, () => inField, never)).rejects.toThrow(
      'failed for the record at topic orders, partition 0, offset 17, field a.b',
    );
    logged.length = 0;
    const tolerant = { ...strict, tolerance: 'all', logErrors: true } as const;
    await new ErrorHandler(tolerant, log).recover(inField, () => inField, never);
    expect(logged).toMatchObject([{ field: 'a.b' }]);
  });

  it('is dropped when errors are tolerated', async () => {
    const handler = new ErrorHandler({ ...strict, tolerance: 'all' }, log);
    await expect(handler.recover(bad, () => bad, never)).resolves.toBe(false);
  });

  it('is tried again while its error is retriable and time is left', async () => {
    const handler = new ErrorHandler({ ...strict, retryTimeoutMs: -1 }, log);
    let attempts = 0;
    const succeedsAtLast = (): Failure | null => (++attempts < 4 ? busy : null);
    await expect(handler.recover(busy, succeedsAtLast, never)).resolves.toBe(true);
    expect(attempts).toBe(4);
  });

  it('is not tried again without errors.retry.timeout, nor when waiting does not help', async () => {
    const unexpected = (): Failure | null => {
      throw new Error('tried again');
    };
    await expect(new ErrorHandler(strict, log).recover(busy, unexpected, never)).rejects.toThrow('Tolerance');
    const patient = new ErrorHandler({ ...strict, retryTimeoutMs: -1 }, log);
    await expect(patient.recover(bad, unexpected, never)).rejects.toThrow('Tolerance');
  });

  it('is never dropped because the task was stopped while it was tried again', async () => {
    const stop = new AbortController();
    const endless = { tolerance: 'all', retryTimeoutMs: -1, retryDelayMaxMs: 60_000 } as const;
    const handler = new ErrorHandler({ ...strict, ...endless }, log);
    const recovered = handler.recover(busy, () => busy, stop.signal);
    stop.abort();
    await expect(recovered).rejects.toThrow('Tolerance exceeded');
  });

  it('is logged only on request, and its content only on request', async () => {
    logged.length = 0;
    const tolerant = { ...strict, tolerance: 'all', logErrors: true } as const;
    await new ErrorHandler(tolerant, log).recover(bad, () => bad, never);
    expect(logged).toMatchObject([{ stage: 'VALUE_CONVERTER', place: bad.place }]);
    expect(logged[0]).not.toHaveProperty('record');
    await new ErrorHandler({ ...tolerant, logRecords: true }, log).recover(bad, () => bad, never);
    expect(logged[1]).toMatchObject({ record: 'the record' });
  });
});
