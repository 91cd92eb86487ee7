import { describe, expect, it } from 'vitest';
import { formatBound } from './bound-text.ts';
import { LastDelivered } from '../delivery/last-delivered.ts';
import { ProtoWriter } from './proto-writer.ts';
import { writeSeries } from './write-request.ts';

describe('the end of a series', () => {
  it('is the NaN that Prometheus knows it by', () => {
    const writer = new ProtoWriter();
    writeSeries(writer, {
      labels: [['__name__', 'a']],
      value: 1,
      native: null,
      isStale: true,
      timestampMs: 1,
      exemplars: [],
    });
    expect(writer.bytes().toString('hex')).toContain('09020000000000f07f1001');
  });
});

describe('bounds of buckets', () => {
  it.each([
    [0.005, '0.005', '0.005'],
    [1, '1.0', '1'],
    [10, '10.0', '10'],
    [100_000, '100000.0', '100000'],
    [1_000_000, '1e+06', '1e+06'],
    [1_234_567, '1.234567e+06', '1.234567e+06'],
    [0.0001, '0.0001', '0.0001'],
    [0.000_01, '1e-05', '1e-05'],
    [1e100, '1e+100', '1e+100'],
    [0, '0.0', '0'],
    [-2.5, '-2.5', '-2.5'],
    [Infinity, '+Inf', '+Inf'],
  ])('%d is %s, or %s in the text format', (value, openMetrics, text) => {
    expect([formatBound(value, 'openmetrics'), formatBound(value, 'text')]).toEqual([openMetrics, text]);
  });
});

describe('until when series were delivered', () => {
  it('is known of those that were heard of last', () => {
    const last = new LastDelivered(2);
    last.note('a', 1);
    last.note('b', 1);
    last.note('a', 5);
    last.note('a', 3);
    last.note('c', 1);
    expect(['a', 'b', 'c'].map((series) => last.timeOf(series))).toEqual([5, null, 1]);
  });
});
