import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RemoteReceiver, type ReceivedSeries } from '../../fixtures/remote-receiver.ts';
import { WriteRun } from '../../fixtures/write-run.ts';

let receiver: RemoteReceiver;

beforeAll(async () => {
  receiver = await RemoteReceiver.start();
});
afterAll(() => receiver.stop());

/** What Prometheus is sent for a value, once it has been read by somebody else's decoder. */
async function sent(value: object, config: Readonly<Record<string, string>> = {}): Promise<ReceivedSeries[]> {
  const run = await WriteRun.start({ url: receiver.url, ...config });
  expect(await run.put({ timestamp: 1_800_000_000_123, ...value })).toEqual([]);
  run.stop();
  return receiver.taken.pop() ?? [];
}

const textOf = ({ labels, samples = [] }: ReceivedSeries): string =>
  `${labels.map(({ name, value }) => `${name}=${value}`).join(' ')}: ${samples.map(({ value }) => value).join()}`;

describe('a metric for Prometheus', () => {
  it('has its labels in order, those from outside where it has none, and no empty ones', async () => {
    const labels = { zone: 'ä', Upper: '1', a: '', job: 'own', long: 'x'.repeat(1000) };
    const series = await sent(
      { name: 'up', value: 1, labels },
      { 'external.labels': 'job=other,cluster=eu=1,a=filled' },
    );
    expect(series).toEqual([
      {
        labels: [
          { name: 'Upper', value: '1' },
          { name: '__name__', value: 'up' },
          { name: 'a', value: 'filled' },
          { name: 'cluster', value: 'eu=1' },
          { name: 'job', value: 'own' },
          { name: 'long', value: 'x'.repeat(1000) },
          { name: 'zone', value: 'ä' },
        ],
        samples: [{ value: 1, timestamp: 1_800_000_000_123 }],
      },
    ]);
  });

  it.each([
    [-1, -1],
    ['NaN', Number.NaN],
    ['+Inf', Infinity],
    [9_007_199_254_740_993n, 9_007_199_254_740_992],
  ])('may have the value %s', async (value, expected) => {
    const [series] = await sent({ name: 'a', value, timestamp: -5 });
    expect(series?.samples).toEqual([{ value: expected, timestamp: -5 }]);
  });

  it('that is a histogram is its buckets, sum and count, with exemplars where they belong', async () => {
    const histogram = {
      name: 'd',
      type: 'histogram',
      sum: 4.5,
      count: 3,
      created: 1_700_000_000,
      buckets: [
        { up_to: 0.5, count: 1 },
        { up_to: 1, count: 2 },
        { up_to: '+Inf', count: 3 },
      ],
      exemplars: [{ labels: { trace: 't' }, value: 0.7, timestamp: 5 }],
    };
    const series = await sent(histogram);
    expect(series.map(textOf)).toEqual([
      '__name__=d_bucket le=0.5: 1',
      '__name__=d_bucket le=1.0: 2',
      '__name__=d_bucket le=+Inf: 3',
      '__name__=d_sum: 4.5',
      '__name__=d_count: 3',
      '__name__=d_created: 1700000000',
    ]);
    expect(series.map(({ exemplars }) => exemplars)).toEqual([
      undefined,
      [{ labels: [{ name: 'trace', value: 't' }], value: 0.7, timestamp: 5 }],
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    const plain = await sent(histogram, { 'bounds.format': 'text', 'send.exemplars': 'false' });
    expect(plain.slice(0, 2).map(textOf)).toEqual([
      '__name__=d_bucket le=0.5: 1',
      '__name__=d_bucket le=1: 2',
    ]);
    expect(plain.some(({ exemplars }) => exemplars !== undefined)).toBe(false);
  });

  it.each([
    ['summary', { quantiles: [{ quantile: 0.9, value: 7 }] }, ['s quantile=0.9', 's_sum', 's_count']],
    ['gaugehistogram', { buckets: [{ up_to: 2, count: 7 }] }, ['s_bucket le=2.0', 's_gsum', 's_gcount']],
  ])('that is a %s has the names of that', async (type, parts, names) => {
    const series = await sent({ name: 's', type, sum: 1, count: 7, ...parts });
    expect(series.map(textOf)).toEqual([
      `__name__=${names[0]}: 7`,
      `__name__=${names[1]}: 1`,
      `__name__=${names[2]}: 7`,
    ]);
  });

  it('that has native buckets is one series, of whole numbers where they are', async () => {
    const native = {
      schema: -1,
      zero_threshold: 0.001,
      zero_count: 2,
      positive: {
        spans: [
          { offset: -3, length: 2 },
          { offset: 1, length: 1 },
        ],
        counts: [1, 4, 2],
      },
    };
    const value = { name: 'd', type: 'histogram', sum: 20, count: 9, native };
    const [whole, ...others] = await sent(value);
    expect(others).toEqual([]);
    const common = { sum: 20, schema: -1, zero_threshold: 0.001, timestamp: 1_800_000_000_123 };
    const positive_spans = [
      { offset: -3, length: 2 },
      { offset: 1, length: 1 },
    ];
    expect(whole?.histograms).toEqual([
      { ...common, count_int: 9, zero_count_int: 2, positive_spans, positive_deltas: [1, 3, -2] },
    ]);
    const [broken] = await sent({ ...value, type: 'gaugehistogram', count: 9.5 });
    expect(broken?.histograms).toEqual([
      {
        ...common,
        count_float: 9.5,
        zero_count_float: 2,
        positive_spans,
        positive_counts: [1, 4, 2],
        reset_hint: 3,
      },
    ]);
  });
});
