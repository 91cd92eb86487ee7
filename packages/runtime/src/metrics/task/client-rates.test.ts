import type { Metric } from '@sluice/kafka-client';
import { describe, expect, it } from 'vitest';
import { defaultWindows } from '../statistics/window-options.ts';
import { ClientRates } from './client-rates.ts';

const counter = (name: string, value: number, tags: Readonly<Record<string, string>> = {}): Metric => ({
  group: 'producer-metrics',
  name,
  tags,
  value,
  kind: 'counter',
  doc: 'Records.',
});

describe('the rates of a client', () => {
  it('are of what its totals grew by, from the first look on', () => {
    let nowMs = 0;
    const rates = new ClientRates({ windows: defaultWindows, nowMs: () => nowMs });
    const rate = (value: number, topic = 't') => {
      const shown = rates.withRates([counter('record-send-total', value, { topic })]);
      return shown.find(({ name }) => name === 'record-send-rate');
    };
    expect(rate(5000)?.value).toBe(0);
    nowMs = 10_000;
    expect(rate(5300)?.value).toBe(10);
    expect(rate(100, 'other')?.value).toBe(0);
    nowMs = 20_000;
    expect(rate(5300)).toEqual({
      group: 'producer-metrics',
      name: 'record-send-rate',
      tags: { topic: 't' },
      kind: 'gauge',
      doc: 'Per second: Records.',
      value: 7.5,
    });
    nowMs = 200_000;
    expect(rate(5300)?.value).toBe(0);
  });

  it('are by the hour for rebalances', () => {
    let nowMs = 0;
    const rates = new ClientRates({ windows: defaultWindows, nowMs: () => nowMs });
    rates.withRates([counter('failed-rebalance-total', 0)]);
    nowMs = 10_000;
    const [, rate] = rates.withRates([counter('failed-rebalance-total', 2)]);
    // Two within the half minute that a first window counts for.
    expect(rate).toMatchObject({ name: 'failed-rebalance-rate-per-hour', value: 240 });
  });

  it('are left out where Kafka’s clients have none', () => {
    const rates = new ClientRates({ windows: defaultWindows, nowMs: () => 0 });
    const metrics = [
      counter('flush-time-ns-total', 1),
      counter('rebalance-latency-total', 1),
      { ...counter('x-total', 1), kind: 'gauge' } as const,
    ];
    expect(rates.withRates(metrics)).toEqual(metrics);
  });
});
