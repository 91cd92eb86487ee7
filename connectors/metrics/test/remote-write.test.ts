import { parseConfig } from '@sluice/connect-api';
import { startTestWorker, type TestWorker } from '@sluice/test-kit';
import { waitFor } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WriteRun } from '../src/fixtures/write-run.ts';
import { prometheusSource, remoteWriteSink } from '../src/plugin.ts';
import { checkRemoteWrite } from '../src/remote-write/check-remote-write.ts';
import { remoteWriteConfig } from '../src/remote-write/remote-write-config.ts';
import { askPrometheus, PrometheusServices, promNumber } from './prometheus-services.ts';

let services: PrometheusServices;
let prometheus: string;
let url: string;

beforeAll(async () => {
  services = await PrometheusServices.open();
  const features = '--enable-feature=native-histograms,exemplar-storage';
  prometheus = await services.startPrometheus('{}\n', ['--web.enable-remote-write-receiver', features]);
  url = `${prometheus}/api/v1/write`;
}, 240_000);

afterAll(() => services.stop());

/** Samples by their series and times. */
type Samples = Map<string, number>;

function add(
  samples: Samples,
  labels: Readonly<Record<string, string>>,
  { timestampMs, value }: { readonly timestampMs: number; readonly value: unknown },
): void {
  if (value === null) return;
  const series = JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  samples.set(`${series} ${timestampMs}`, typeof value === 'string' ? Number(value) : (value as number));
}

interface MetricJson {
  readonly name: string;
  readonly timestamp: number;
  readonly value: unknown;
  readonly sum: unknown;
  readonly count: unknown;
  readonly labels: Readonly<Record<string, string>>;
  readonly quantiles: readonly { readonly quantile: number; readonly value: unknown }[] | null;
  readonly buckets: readonly { readonly up_to: unknown; readonly count: unknown }[] | null;
}

/** What the records of a topic say, each line as an endpoint has it. */
function samplesOf(values: readonly string[]): Samples {
  const samples: Samples = new Map();
  for (const text of values) {
    const { name, timestamp: timestampMs, labels, ...metric } = JSON.parse(text) as MetricJson;
    const line = (suffix: string, value: unknown, more = {}): void =>
      add(samples, { ...labels, ...more, __name__: name + suffix }, { timestampMs, value });
    line('', metric.value);
    line('_sum', metric.sum);
    line('_count', metric.count);
    for (const { quantile, value } of metric.quantiles ?? []) line('', value, { quantile: String(quantile) });
    for (const { up_to: le, count } of metric.buckets ?? []) {
      line('_bucket', count, { le: le === 'Infinity' ? '+Inf' : String(le) });
    }
  }
  return samples;
}

/** All that Prometheus has of the last hour. */
async function samplesOfPrometheus(selector: string): Promise<Samples> {
  const samples: Samples = new Map();
  for (const { metric, values = [] } of await askPrometheus(prometheus, `${selector}[1h]`)) {
    for (const [seconds, value] of values) {
      add(samples, metric, { timestampMs: Math.round(seconds * 1000), value: promNumber(value) });
    }
  }
  return samples;
}

const json = 'org.apache.kafka.connect.json.JsonConverter';
const schemaless = { 'value.converter': json, 'value.converter.schemas.enable': 'false' };

describe('what was scraped of node_exporter, through a topic', () => {
  let worker: TestWorker;
  beforeAll(async () => {
    worker = await startTestWorker({ plugins: [prometheusSource, remoteWriteSink] });
  });
  afterAll(() => worker.stop());

  it('is in Prometheus sample for sample, and over a restart of the sink', async () => {
    const exporter = await services.startExporter();
    const source = {
      'connector.class': prometheusSource.className,
      topic: 'metrics',
      targets: exporter,
      job: 'node',
      'scrape.interval.ms': '250',
      'scrape.timeout.ms': '250',
      ...schemaless,
    };
    const sink = {
      'connector.class': remoteWriteSink.className,
      topics: 'metrics',
      url,
      // Prometheus 2 keeps bounds as the text format has them.
      'bounds.format': 'text',
      ...schemaless,
    };
    await worker.createTopic('metrics');
    await worker.putConnector('scrape', source);
    await worker.putConnector('write', sink);
    await worker.read('metrics', 600);
    await worker.stopConnector('write');
    await worker.read('metrics', 1200);
    await worker.stopConnector('scrape');
    await worker.resumeConnector('write');
    const records = await worker.read('metrics', 1200);
    const written = samplesOf(records.map(({ value }) => value ?? ''));
    expect(written.size).toBeGreaterThan(1200);
    const had = await waitFor('Prometheus to have as many samples', async () => {
      const found = await samplesOfPrometheus('{job="node"}');
      return found.size >= written.size ? found : undefined;
    });
    expect(Object.fromEntries(had)).toEqual(Object.fromEntries(written));
    expect((await worker.status('write')).tasks.map(({ state }) => state)).toEqual(['RUNNING']);
  });
});

describe('Prometheus', () => {
  const nowMs = Date.now();
  let run: WriteRun;
  beforeAll(async () => {
    run = await WriteRun.start({ url });
  });
  afterAll(() => run.stop());

  it('has native histograms as such', async () => {
    const native = {
      schema: 0,
      zero_threshold: 0.001,
      zero_count: 2,
      positive: {
        spans: [
          { offset: 0, length: 2 },
          { offset: 1, length: 1 },
        ],
        counts: [3, 4, 1],
      },
      negative: { spans: [{ offset: 1, length: 1 }], counts: [2] },
    };
    const histogram = { name: 'native', type: 'histogram', count: 12, sum: 20.5, native, timestamp: nowMs };
    expect(await run.put(histogram)).toEqual([]);
    const [series] = await askPrometheus(prometheus, 'native');
    expect(series?.histogram?.[1]).toEqual({
      count: '12',
      sum: '20.5',
      buckets: [
        [1, '-2', '-1', '2'],
        [3, '-0.001', '0.001', '2'],
        [0, '0.5', '1', '3'],
        [0, '1', '2', '4'],
        [0, '4', '8', '1'],
      ],
    });
  });

  it('has classic histograms as series, and their exemplars', async () => {
    const exemplars = [{ labels: { trace_id: 'abc' }, value: 0.3, timestamp: nowMs }];
    const buckets = [
      { up_to: 0.5, count: 3 },
      { up_to: 'Infinity', count: 4 },
    ];
    const histogram = { name: 'classic', type: 'histogram', count: 4, sum: 2, buckets, exemplars };
    expect(await run.put({ ...histogram, timestamp: nowMs })).toEqual([]);
    const found = await askPrometheus(prometheus, '{__name__=~"classic_.*"}');
    const lines = found.map(({ metric, value }) => [metric['__name__'], metric['le'], value?.[1]].join(' '));
    expect(lines.toSorted()).toEqual([
      'classic_bucket +Inf 4',
      'classic_bucket 0.5 3',
      'classic_count  4',
      'classic_sum  2',
    ]);
    const response = await fetch(
      `${prometheus}/api/v1/query_exemplars?query=classic_bucket&start=${nowMs / 1000 - 60}&end=${nowMs / 1000 + 60}`,
    );
    expect(await response.json()).toMatchObject({
      data: [{ seriesLabels: { le: '0.5' }, exemplars: [{ labels: { trace_id: 'abc' }, value: '0.3' }] }],
    });
  });

  it('knows at once that a series has ended', async () => {
    await run.put({ name: 'ending', value: 1, timestamp: nowMs - 1000 });
    expect(await askPrometheus(prometheus, 'ending')).toHaveLength(1);
    await run.put({ name: 'ending', value: 1, timestamp: nowMs - 500, stale: true });
    expect(await askPrometheus(prometheus, 'ending')).toEqual([]);
  });

  it('refuses what comes too late, contradicts or is too old, and takes what stands beside it', async () => {
    await run.put({ name: 'late', value: 1, timestamp: nowMs });
    const rejected = await run.put(
      { name: 'beside', value: 1, timestamp: nowMs },
      { name: 'late', value: 1, timestamp: nowMs - 5000 },
      { name: 'late', value: 2, timestamp: nowMs },
      { name: 'old', value: 1, timestamp: nowMs - 86_400_000 },
      { name: 'late', value: 3, timestamp: nowMs + 1 },
    );
    expect(
      rejected.map(({ index, error }) => [index, (error as Error).message.replace(/^.*it answered /, '')]),
    ).toEqual([
      [1, '400 (out of order sample)'],
      [2, '400 (duplicate sample for timestamp)'],
      [3, '400 (out of bounds)'],
    ]);
    expect(await askPrometheus(prometheus, 'beside')).toHaveLength(1);
    expect(await samplesOfPrometheus('late')).toEqual(
      new Map([
        [`[["__name__","late"]] ${nowMs}`, 1],
        [`[["__name__","late"]] ${nowMs + 1}`, 3],
      ]),
    );
  });

  it('is found fit by the check, and another path is not', async () => {
    const ignore = (): void => undefined;
    const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const check = (at: string) =>
      checkRemoteWrite(parseConfig(remoteWriteConfig, { url: at }), {
        connector: 'c',
        properties: {},
        log,
        signal: new AbortController().signal,
      });
    expect(await check(url)).toMatchObject([{ outcome: 'passed' }]);
    expect(await check(`${prometheus}/nothing`)).toMatchObject([{ outcome: 'failed' }]);
  });
});
