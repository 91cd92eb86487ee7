import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KafkaError } from '../errors/kafka-error.ts';
import { backoffMs } from './backoff.ts';
import { Bell } from './bell.ts';
import { delay } from './delay.ts';
import { DueTimer } from './due-timer.ts';
import { retry } from './retry.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the back-off', () => {
  it('doubles up to its maximum', () => {
    const waits = [1, 2, 3, 4, 5, 50].map((failures) =>
      backoffMs(failures, { initialMs: 100, maxMs: 1000, random: () => 0.5 }),
    );
    expect(waits).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  it('varies by a fifth, and never beyond the maximum', () => {
    const bounds = [0, 1].map((random) => backoffMs(1, { initialMs: 100, maxMs: 110, random: () => random }));
    expect(bounds).toEqual([80, 110]);
  });

  it('is none where none is wanted', () => {
    expect(backoffMs(3, { initialMs: 0, maxMs: 0 })).toBe(0);
  });
});

describe('a bell', () => {
  it('wakes the one who waits, and at once the one who comes later', async () => {
    const bell = new Bell();
    const woken: string[] = [];
    void bell.wait(1000).then(() => woken.push('waiting'));
    bell.ring();
    await vi.advanceTimersByTimeAsync(0);
    bell.ring();
    void bell.wait(1000).then(() => woken.push('later'));
    await vi.advanceTimersByTimeAsync(0);
    void bell.wait(1000).then(() => woken.push('in time'));
    await vi.advanceTimersByTimeAsync(999);
    expect(woken).toEqual(['waiting', 'later']);
    await vi.advanceTimersByTimeAsync(1);
    expect(woken).toEqual(['waiting', 'later', 'in time']);
  });

  it('lets go when the signal aborts, before or while one waits', async () => {
    const bell = new Bell();
    const abort = new AbortController();
    const waiting = bell.wait(60_000, abort.signal);
    abort.abort();
    await waiting;
    await bell.wait(60_000, abort.signal);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a delay', () => {
  it('ends early when the signal aborts, and leaves no timer', async () => {
    const abort = new AbortController();
    const waiting = delay(60_000, abort.signal);
    abort.abort();
    await waiting;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('may be for ever', () => {
    void delay(Number.POSITIVE_INFINITY);
    vi.advanceTimersByTime(1_000_000);
    expect(vi.getTimerCount()).toBe(1);
  });
});

describe('a due timer', () => {
  it('fires once, at the earliest of what it was armed for', async () => {
    let fired = 0;
    const timer = new DueTimer(() => (fired += 1));
    const now = performance.now();
    timer.arm(now + 500);
    timer.arm(now + 100);
    timer.arm(now + 300);
    await vi.advanceTimersByTimeAsync(101);
    expect(fired).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(fired).toBe(1);
    timer.arm(performance.now());
    await vi.advanceTimersByTimeAsync(1);
    expect(fired).toBe(2);
  });
});

describe('trying again', () => {
  const options = { timeoutMs: 1000, backoff: { initialMs: 100, maxMs: 1000, random: () => 0.5 } };

  it('goes on while the error may pass', async () => {
    let attempts = 0;
    const result = retry(() => {
      attempts += 1;
      return attempts < 3
        ? Promise.reject(new KafkaError('NETWORK_EXCEPTION', 'x'))
        : Promise.resolve(attempts);
    }, options);
    await vi.advanceTimersByTimeAsync(300);
    expect(await result).toBe(3);
  });

  it('gives up with the last error when the next attempt would be too late, or the error will not pass', async () => {
    let attempts = 0;
    const late = retry(
      () => Promise.reject(new KafkaError('NETWORK_EXCEPTION', `attempt ${(attempts += 1)}`)),
      options,
    );
    const outcome = late.catch((error: Error) => error.message);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await outcome).toBe('attempt 4');
    await expect(
      retry(() => Promise.reject(new KafkaError('INVALID_CONFIG', 'no')), options),
    ).rejects.toThrow('no');
  });
});
