import { describe, expect, it } from 'vitest';
import { StateTimes } from './state-times.ts';

describe('the share of time in a state', () => {
  it('counts what was spent in it so far', () => {
    const times = new StateTimes('RUNNING', 100);
    expect(times.share('RUNNING', 100)).toBe(0);
    expect(times.share('RUNNING', 200)).toBe(1);
    times.enter('PAUSED', 400);
    expect([times.share('RUNNING', 500), times.share('PAUSED', 500)]).toEqual([0.75, 0.25]);
    times.enter('RUNNING', 500);
    times.enter('FAILED', 700);
    expect(times.share('RUNNING', 1100)).toBe(0.5);
  });

  it('leaves out the time it was stopped', () => {
    const times = new StateTimes('RUNNING', 0);
    times.enter('STOPPED', 100);
    expect(times.share('RUNNING', 1000)).toBe(1);
  });
});
