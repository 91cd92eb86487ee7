import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReloadTimers } from './reload-timers.ts';

let expiries: number;
let timers: ReloadTimers;

beforeEach(() => {
  vi.useFakeTimers();
  expiries = 0;
  timers = new ReloadTimers(() => void expiries++);
});
afterEach(() => vi.useRealTimers());

describe('the lifetime of values', () => {
  it('ends once for each source', () => {
    timers.schedule([
      { source: 'v:a', ttlMs: 2000 },
      { source: 'v:b', ttlMs: 3000 },
    ]);
    vi.advanceTimersByTime(1999);
    expect(expiries).toBe(0);
    vi.advanceTimersByTime(1);
    expect(expiries).toBe(1);
    vi.advanceTimersByTime(60_000);
    expect(expiries).toBe(2);
  });

  it('is that of the latest values of a source', () => {
    timers.schedule([{ source: 'v:a', ttlMs: 2000 }]);
    vi.advanceTimersByTime(1500);
    timers.schedule([{ source: 'v:a', ttlMs: 2000 }]);
    vi.advanceTimersByTime(1999);
    expect(expiries).toBe(0);
    vi.advanceTimersByTime(1);
    expect(expiries).toBe(1);
  });

  it('matters to nobody after a cancellation', () => {
    timers.schedule([{ source: 'v:a', ttlMs: 2000 }]);
    timers.cancel();
    vi.advanceTimersByTime(60_000);
    expect(expiries).toBe(0);
  });

  it('is at least a second', () => {
    timers.schedule([{ source: 'v:a', ttlMs: 0 }]);
    vi.advanceTimersByTime(999);
    expect(expiries).toBe(0);
    vi.advanceTimersByTime(1);
    expect(expiries).toBe(1);
  });

  it('may be longer than a timer of Node can wait', () => {
    const days = 24 * 3600 * 1000;
    timers.schedule([{ source: 'v:a', ttlMs: 60 * days }]);
    vi.advanceTimersByTime(59 * days);
    expect(expiries).toBe(0);
    vi.advanceTimersByTime(2 * days);
    expect(expiries).toBe(1);
  });
});
