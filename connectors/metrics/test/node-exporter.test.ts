import { isStruct, parseConfig, type SourceRecord } from '@sluice/connect-api';
import { waitFor } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prometheusSourceConfig } from '../src/config.ts';
import { FollowedTarget } from '../src/scrape/followed-target.ts';
import { HttpReader } from '../src/scrape/http-reader.ts';
import { scrape } from '../src/scrape/scrape.ts';
import { askPrometheus, PrometheusServices, promNumber } from './prometheus-services.ts';

let services: PrometheusServices;
let exporter: string;
let prometheus: string;

beforeAll(async () => {
  services = await PrometheusServices.open();
  exporter = await services.startExporter();
  prometheus = await services.startPrometheus(
    `scrape_configs: [{job_name: node, scrape_interval: 1s, static_configs: [{targets: ['${exporter}']}]}]\n`,
  );
}, 240_000);

afterAll(() => services.stop());

type Series = ReadonlyMap<string, number>;

function seriesOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What Prometheus has of the exporter now; it tells single lines, distributions too. */
async function fromPrometheus(): Promise<Series> {
  const result = await askPrometheus(prometheus, '{job="node"}');
  const own = result.filter(({ metric }) => !/^(up|scrape_.*)$/.test(metric['__name__'] ?? ''));
  return new Map(own.map(({ metric, value }) => [seriesOf(metric), promNumber(value?.[1] ?? '')]));
}

/** The lines that a record stands for, as the endpoint has them. */
function* linesOf({ value }: SourceRecord): Generator<[string, number]> {
  if (!isStruct(value)) return;
  const name = String(value.get('name'));
  const labels = Object.fromEntries(value.get('labels') as Map<string, string>);
  const line = (suffix: string, number: unknown, more = {}): [string, number] => [
    seriesOf({ ...labels, ...more, __name__: name + suffix }),
    Number(number),
  ];
  if (value.get('value') !== null) yield line('', value.get('value'));
  if (value.get('sum') !== null) yield line('_sum', value.get('sum'));
  if (value.get('count') !== null) yield line('_count', value.get('count'));
  for (const quantile of (value.get('quantiles') ?? []) as unknown[]) {
    if (isStruct(quantile))
      yield line('', quantile.get('value'), { quantile: String(quantile.get('quantile')) });
  }
}

async function fromUs(): Promise<Series> {
  const config = parseConfig(prometheusSourceConfig, { topic: 't', targets: exporter });
  const http = new HttpReader(config);
  const labels = new Map([
    ['instance', exporter],
    ['job', 'node'],
  ]);
  const target = { url: `http://${exporter}/metrics`, labels };
  const settings = { timeoutMs: 5000, maxBytes: 10_000_000, maxMetrics: 0, honorLabels: false, rules: [] };
  try {
    const result = await scrape(target, { http, settings, signal: new AbortController().signal });
    expect(result.problem).toBeNull();
    const records = new FollowedTarget(target, 1000, 0).recordsOf(result, 't');
    const lines = records.flatMap((record) => [...linesOf(record)]);
    return new Map(lines.filter(([series]) => !/"__name__","(up|scrape_[a-z_]*)"/.test(series)));
  } finally {
    http.close();
  }
}

describe('the scraper and Prometheus, both at the same node_exporter,', () => {
  it('see the same series, and the same values of what does not change', async () => {
    await waitFor('Prometheus to have scraped', async () =>
      (await fromPrometheus()).size > 100 ? true : undefined,
    );
    // Between two looks of ours Prometheus has looked at least once; what is equal in both, it has seen so, too.
    const before = await fromUs();
    const since = Date.now();
    await waitFor('the next scrape of Prometheus', async () => {
      const response = await fetch(`${prometheus}/api/v1/targets`);
      const { data } = (await response.json()) as { data: { activeTargets: { lastScrape: string }[] } };
      return Date.parse(data.activeTargets[0]?.lastScrape ?? '') > since ? true : undefined;
    });
    const theirs = await fromPrometheus();
    const after = await fromUs();
    expect([...before.keys()].toSorted()).toEqual([...theirs.keys()].toSorted());
    // Of the exporter itself, what rises and falls again may be equal in both by chance.
    const steady = [...before].filter(
      ([series, value]) => series.includes('"__name__","node_') && Object.is(after.get(series), value),
    );
    expect(steady.length).toBeGreaterThan(30);
    expect(Object.fromEntries(steady.map(([series]) => [series, theirs.get(series)]))).toEqual(
      Object.fromEntries(steady),
    );
  });
});
