import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemberMetrics } from './member-metrics.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const valuesOf = (metrics: MemberMetrics): Record<string, number> =>
  Object.fromEntries(metrics.metrics().map(({ name, value }) => [name, value]));

describe('what a member counts', () => {
  it('is of the group that Kafka gives it, and tells that nothing happened yet', () => {
    const metrics = new MemberMetrics('connect');
    expect(new Set(metrics.metrics().map(({ group }) => group))).toEqual(
      new Set(['connect-coordinator-metrics']),
    );
    expect(valuesOf(metrics)).toMatchObject({
      'heartbeat-total': 0,
      'last-heartbeat-seconds-ago': -1,
      'last-rebalance-seconds-ago': -1,
    });
  });

  it('counts what was answered, and how long that took', async () => {
    const metrics = new MemberMetrics('consumer');
    const after = (ms: number) => () => new Promise((resolve) => setTimeout(resolve, ms));
    const answered = Promise.all([
      metrics.timed('heartbeat', after(30)),
      metrics.timed('heartbeat', after(20)),
    ]);
    const failed = metrics.timed('join', () => Promise.reject(new Error('no')));
    await expect(failed).rejects.toThrow('no');
    await vi.advanceTimersByTimeAsync(2030);
    await answered;
    expect(valuesOf(metrics)).toMatchObject({
      'join-time-avg': Number.NaN,
      'heartbeat-total': 2,
      'heartbeat-response-time-max': 30,
      'last-heartbeat-seconds-ago': 2,
      'join-total': 0,
    });
  });

  it('counts a rebalance once, from its first try to its end', async () => {
    const metrics = new MemberMetrics('consumer');
    metrics.rebalanceEnded();
    metrics.rebalanceBegan();
    await vi.advanceTimersByTimeAsync(40);
    metrics.rebalanceFailed();
    metrics.rebalanceBegan();
    await vi.advanceTimersByTimeAsync(60);
    metrics.rebalanceEnded();
    await vi.advanceTimersByTimeAsync(3000);
    expect(valuesOf(metrics)).toMatchObject({
      'rebalance-total': 1,
      'rebalance-latency-total': 100,
      'rebalance-latency-max': 100,
      'rebalance-latency-avg': 100,
      'failed-rebalance-total': 1,
      'last-rebalance-seconds-ago': 3,
    });
  });
});
