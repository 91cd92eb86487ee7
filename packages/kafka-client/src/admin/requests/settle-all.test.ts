import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../errors/kafka-error.ts';
import { Deadline } from '../../timing/delay.ts';
import { settleAll, type Attempt, type SettleOptions } from './settle-all.ts';

const passing = new KafkaError('NOT_CONTROLLER', 'the controller moves');
const lasting = new KafkaError('POLICY_VIOLATION', 'never');

function options(more: Partial<SettleOptions> = {}): SettleOptions {
  return {
    deadline: new Deadline(5000),
    maxRetries: Number.POSITIVE_INFINITY,
    backoff: { initialMs: 1, maxMs: 2 },
    signal: new AbortController().signal,
    action: (key) => `Do ${key}`,
    bootstrapServers: 'b:1',
    isFinal: () => false,
    ...more,
  };
}

const never = new Promise<void>(() => undefined);

describe('settling many things', () => {
  it.each([0, 2])('tries again %i times at most where that is asked for', async (maxRetries) => {
    let count = 0;
    const attempt: Attempt<string> = (keys, report) => {
      count += 1;
      for (const key of keys) report.settle(key, passing);
      return Promise.resolve();
    };
    const outcomes = await settleAll(['a'], attempt, options({ maxRetries }));
    expect(count).toBe(1 + maxRetries);
    expect(outcomes.get('a')).toBe(passing);
  });

  it('tries again for those whose error may pass, and only for those', async () => {
    const asked: string[][] = [];
    const attempt: Attempt<string> = (keys, report) => {
      asked.push([...keys]);
      for (const key of keys) {
        if (key === 'bad') report.settle(key, lasting);
        else if (key === 'late' && asked.length < 3) report.settle(key, passing);
        else report.settle(key, `${key} done`);
      }
      return Promise.resolve();
    };
    const outcomes = await settleAll(['good', 'bad', 'late', 'good'], attempt, options());
    expect(asked).toEqual([['good', 'bad', 'late'], ['late'], ['late']]);
    expect([...outcomes]).toEqual([
      ['good', 'good done'],
      ['bad', lasting],
      ['late', 'late done'],
    ]);
  });

  it('gives all that an attempt did not come to the error that ended it', async () => {
    const attempt: Attempt<string> = (_keys, report) => {
      report.settle('a', 'done');
      return Promise.reject(lasting);
    };
    const outcomes = await settleAll(['a', 'b'], attempt, options());
    expect(Object.fromEntries(outcomes)).toEqual({ a: 'done', b: lasting });
  });

  it('gives the last error when there is no more time', async () => {
    const attempt: Attempt<string> = () => Promise.reject(passing);
    const outcomes = await settleAll(['a'], attempt, options({ deadline: new Deadline(20) }));
    expect(outcomes.get('a')).toBe(passing);
  });

  it('does not wait for an attempt beyond the time, and names the broker and what went wrong before', async () => {
    let attempts = 0;
    const attempt: Attempt<string> = async (keys, report) => {
      attempts += 1;
      report.asked(keys, 'slow:9092');
      if (attempts === 1) throw passing;
      await never;
    };
    const outcomes = await settleAll(['a'], attempt, options({ deadline: new Deadline(30) }));
    expect(outcomes.get('a')).toMatchObject({
      errorName: 'REQUEST_TIMED_OUT',
      broker: 'slow:9092',
      cause: passing,
      message:
        'Kafka at slow:9092: Do a: not done within default.api.timeout.ms; before that: the controller moves',
    });
  });

  it('keeps what came in time when the rest does not', async () => {
    const attempt: Attempt<string> = async (_keys, report) => {
      report.settle('a', 'done');
      await never;
    };
    const outcomes = await settleAll(['a', 'b'], attempt, options({ deadline: new Deadline(20) }));
    expect(outcomes.get('a')).toBe('done');
    expect(outcomes.get('b')).toMatchObject({ errorName: 'REQUEST_TIMED_OUT', broker: 'b:1' });
  });

  it('loses nothing that an answer passes over', async () => {
    const attempt: Attempt<string> = () => Promise.resolve();
    const outcomes = await settleAll(['a'], attempt, options());
    expect(outcomes.get('a')).toMatchObject({ message: 'Kafka at b:1: Do a: not in the answer' });
  });

  it('waits as long as a broker asks it to', async () => {
    const times: number[] = [];
    const attempt: Attempt<string> = (_keys, report) => {
      times.push(performance.now());
      report.pause(40);
      report.settle('a', times.length === 1 ? passing : 'done');
      return Promise.resolve();
    };
    await settleAll(['a'], attempt, options());
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(38);
  });

  it('asks no more once the client is closed', async () => {
    const closing = new AbortController();
    let attempts = 0;
    const attempt: Attempt<string> = () => {
      attempts += 1;
      closing.abort();
      return Promise.reject(passing);
    };
    const outcomes = await settleAll(['a'], attempt, options({ signal: closing.signal }));
    expect([attempts, outcomes.get('a')]).toEqual([1, passing]);
  });

  it('lets a mistake of its own rise', async () => {
    const attempt: Attempt<string> = () => Promise.reject(new TypeError('a bug'));
    await expect(settleAll(['a'], attempt, options())).rejects.toThrow('a bug');
  });
});
