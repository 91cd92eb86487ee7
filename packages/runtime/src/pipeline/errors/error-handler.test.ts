import { DataError, nameField, RetriableError } from '@sluice/connect-api';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { errorHandler, type ErrorOptions } from '../../../testing/in-memory-errors.ts';
import { InMemoryLog } from '../../../testing/in-memory-log.ts';
import type { ErrorHandler } from './error-handler.ts';
import type { Failure } from './failure.ts';
import type { LetterBox } from './letter-box.ts';

let log: InMemoryLog;
beforeEach(() => {
  log = new InMemoryLog();
});

const never = new AbortController().signal;
const handler = (options: ErrorOptions = {}): ErrorHandler => errorHandler(log, options);
const tolerant = { policy: { tolerance: 'all' } } as const;

const failure = (error: unknown): Failure => ({
  stage: 'VALUE_CONVERTER',
  className: 'org.example.Converter',
  error,
  place: 'topic orders, partition 0, offset 17',
  describeRecord: () => ', where it is the record',
  letter: () => ({ key: 'k', value: 'v', headers: [], timestampMs: null, origin: [] }),
});
const bad = failure(new DataError('not JSON'));
const busy = failure(new RetriableError('busy'));

/** Keeps what is posted. */
class Letters implements LetterBox {
  readonly posted: Failure[] = [];
  post(posted: Failure): Promise<void> {
    this.posted.push(posted);
    return Promise.resolve();
  }
  open = (): Promise<void> => Promise.resolve();
  room = vi.fn<() => Promise<void>>(() => Promise.resolve());
  settled = (): Promise<void> => Promise.resolve();
  close = (): Promise<void> => Promise.resolve();
  abandon(): void {
    this.posted.length = 0;
  }
}

describe('a record that fails', () => {
  it('fails the task, naming place, stage and class, when errors are not tolerated', async () => {
    await expect(handler().recover(bad, () => bad, never)).rejects.toMatchObject({
      message:
        'Tolerance exceeded in error handler: org.example.Converter (VALUE_CONVERTER) failed for the record at topic orders, partition 0, offset 17',
      code: 'RECORD_CONVERSION_FAILED',
      cause: bad.error,
    });
  });

  it('names the field, where the error says which', async () => {
    const inField = failure(nameField(new DataError('not JSON'), 'a.b'));
    await expect(handler().recover(inField, () => inField, never)).rejects.toThrow(
      'failed for the record at topic orders, partition 0, offset 17, field a.b',
    );
    await handler({ ...tolerant, logErrors: true }).recover(inField, () => inField, never);
    expect(log.lines[0]?.fields).toMatchObject({ field: 'a.b' });
  });

  it('is dropped when errors are tolerated', async () => {
    await expect(handler(tolerant).recover(bad, () => bad, never)).resolves.toBe(false);
  });

  it('is tried again while its error is retriable and time is left', async () => {
    let attempts = 0;
    const succeedsAtLast = (): Failure | null => (++attempts < 4 ? busy : null);
    const patient = handler({ policy: { retryTimeoutMs: -1 } });
    await expect(patient.recover(busy, succeedsAtLast, never)).resolves.toBe(true);
    expect(attempts).toBe(4);
  });

  it('is not tried again without errors.retry.timeout, nor when waiting does not help', async () => {
    const unexpected = (): Failure | null => {
      throw new Error('tried again');
    };
    await expect(handler().recover(busy, unexpected, never)).rejects.toThrow('Tolerance exceeded');
    const patient = handler({ policy: { retryTimeoutMs: -1 } });
    await expect(patient.recover(bad, unexpected, never)).rejects.toThrow('Tolerance exceeded');
  });

  it('is given up, and not dropped, when the task is to stop while it is tried again', async () => {
    const stop = new AbortController();
    const patient = handler({ policy: { tolerance: 'all', retryTimeoutMs: -1, retryDelayMaxMs: 60_000 } });
    const recovered = patient.recover(busy, () => busy, stop.signal);
    stop.abort();
    await expect(recovered).rejects.toThrow('Tolerance exceeded');
  });
});

describe('a failure', () => {
  it('is logged only on request, in the words of Kafka Connect, and its record only on request', async () => {
    await handler(tolerant).recover(bad, () => bad, never);
    expect(log.lines).toEqual([]);
    await handler({ ...tolerant, logErrors: true }).recover(bad, () => bad, never);
    await handler({ ...tolerant, logErrors: true, logRecords: true }).recover(bad, () => bad, never);
    const text =
      "Error encountered in task c-0. Executing stage 'VALUE_CONVERTER' with class 'org.example.Converter'";
    expect(log.messages('error')).toEqual([`${text}.`, `${text}, where it is the record.`]);
    expect(log.lines[0]?.fields).toMatchObject({
      err: bad.error,
      stage: 'VALUE_CONVERTER',
      place: bad.place,
    });
  });

  it('is reported also where it is not tolerated, and before the task fails', async () => {
    const letters = new Letters();
    const strict = handler({ letters, logErrors: true });
    await expect(strict.recover(bad, () => bad, never)).rejects.toThrow('Tolerance exceeded');
    expect(letters.posted).toMatchObject([{ error: bad.error }]);
    expect(log.messages('error')).toHaveLength(1);
  });

  it('is reported once, whatever was tried before', async () => {
    const letters = new Letters();
    const options = {
      letters,
      policy: { tolerance: 'all', retryTimeoutMs: 20, retryDelayMaxMs: 1 },
    } as const;
    expect(await handler(options).recover(busy, () => busy, never)).toBe(false);
    expect(letters.posted).toHaveLength(1);
    expect(letters.room).toHaveBeenCalledOnce();
  });

  it('shows no secret to anybody', async () => {
    const letters = new Letters();
    const hideIn = (error: unknown): unknown => {
      (error as Error).message = (error as Error).message.replace('hunter2', '<hidden>');
      return error;
    };
    const secret = failure(new DataError('hunter2 was refused'));
    await handler({ ...tolerant, letters, hideIn, logErrors: true }).recover(secret, () => secret, never);
    expect(letters.posted).toMatchObject([{ error: { message: '<hidden> was refused' } }]);
    expect(JSON.stringify(log.lines)).not.toContain('hunter2');
  });
});

describe('tolerated errors', () => {
  it('fail the task when there are more of them within a minute than it may have', async () => {
    const letters = new Letters();
    const capped = handler({ letters, policy: { tolerance: 'all', maxPerMinute: 2 } });
    for (let time = 0; time < 2; time++) expect(await capped.recover(bad, () => bad, never)).toBe(false);
    await expect(capped.recover(bad, () => bad, never)).rejects.toMatchObject({
      message:
        'Tolerance exceeded in error handler: more than errors.tolerance.max.per.minute=2 records failed within a minute, ' +
        'at last org.example.Converter (VALUE_CONVERTER) failed for the record at topic orders, partition 0, offset 17',
      code: 'TOO_MANY_TOLERATED_ERRORS',
      cause: bad.error,
    });
    expect(letters.posted).toHaveLength(3);
  });
});
