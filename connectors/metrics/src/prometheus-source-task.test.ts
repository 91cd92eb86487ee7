import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isStruct } from '@sluice/connect-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MetricEndpoint } from './fixtures/metric-endpoint.ts';
import { NameServer } from './fixtures/name-server.ts';
import { ScrapeRun } from './fixtures/scrape-run.ts';

let endpoint: MetricEndpoint;
let run: ScrapeRun;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'metrics-'));
  endpoint = await MetricEndpoint.start();
});
afterEach(async () => {
  await run.stop();
  await endpoint.stop();
  rmSync(folder, { recursive: true });
});

const labelsOf = (name: string): unknown =>
  Object.fromEntries(run.last(name, 'labels') as Map<string, string>);

describe('a target', () => {
  it('is scraped again and again, and its metrics have its labels', async () => {
    endpoint.shows('requests{path="/a"} 7\n');
    run = await ScrapeRun.start({ targets: endpoint.address, job: 'shop' });
    await run.until(() => run.named('requests').length >= 2);
    const [record] = run.named('requests');
    expect(record?.key).toBe(`requests{instance="${endpoint.address}",job="shop",path="/a"}`);
    expect(labelsOf('requests')).toEqual({ instance: endpoint.address, job: 'shop', path: '/a' });
    expect(['value', 'type', 'instance', 'job', 'stale'].map((field) => run.last('requests', field))).toEqual(
      [7, 'unknown', endpoint.address, 'shop', false],
    );
    expect([run.last('up', 'value'), run.last('scrape_samples_scraped', 'value')]).toEqual([1, 1]);
    expect(run.warnings).toEqual([]);
  });

  it('has distributions as one record each', async () => {
    endpoint.shows('# TYPE d histogram\nd_bucket{le="1"} 2\nd_bucket{le="+Inf"} 3\nd_sum 4.5\nd_count 3\n');
    run = await ScrapeRun.start({ targets: endpoint.address });
    await run.until(() => run.named('d').length >= 1);
    expect(['type', 'value', 'sum', 'count'].map((field) => run.last('d', field))).toEqual([
      'histogram',
      null,
      4.5,
      3,
    ]);
    const buckets = run.last('d', 'buckets') as readonly unknown[];
    expect(buckets.map((bucket) => isStruct(bucket) && [bucket.get('up_to'), bucket.get('count')])).toEqual([
      [1, 2],
      [Infinity, 3],
    ]);
  });

  it('may pack its answer', async () => {
    endpoint.answer = (_request, response) =>
      void response.setHeader('content-encoding', 'gzip').end(gzipSync('packed 1\n'));
    run = await ScrapeRun.start({ targets: endpoint.address });
    await run.until(() => run.named('packed').length >= 1);
    expect(endpoint.requests[0]?.headers.accept).toContain('application/openmetrics-text');
  });

  it('tells that a series has ended', async () => {
    endpoint.shows('a 1\nb 2\n');
    run = await ScrapeRun.start({ targets: endpoint.address });
    await run.until(() => run.named('b').length >= 1);
    endpoint.shows('a 1\n');
    await run.until(() => run.last('b', 'stale') === true);
    const ended = run.named('b').length;
    await run.until(() => run.named('a').length >= run.named('b').length + 2);
    expect(run.named('b')).toHaveLength(ended);
  });

  it.each<[string, (endpoint: MetricEndpoint) => void, RegExp]>([
    [
      'answers with an error',
      (it) => (it.answer = (_request, response) => void response.writeHead(503).end()),
      /status 503/,
    ],
    ['answers HTML', (it) => it.shows('<html></html>'), /is HTML, not metrics/],
    ['answers nonsense', (it) => it.shows('a 1\nb b\n'), /^Line 2 of the metrics/],
    ['shows a series twice', (it) => it.shows('a 1\na 1\n'), /The series a\{.*\} stands there twice/],
    ['sends too much', (it) => it.shows('#'.repeat(5000)), /larger than 1000 bytes/],
    ['shows too many metrics', (it) => it.shows('a 1\nb 1\nc 1\nd 1\n'), /more than 3 metrics/],
    ['does not answer', (it) => (it.answer = () => undefined), /no answer within 90 ms/],
    [
      'breaks off',
      (it) => (it.answer = (request) => void request.socket.destroy()),
      /socket hang up|ECONNRESET/,
    ],
  ])('that %s is down, and the reason is told once', async (_how, breakIt, reason) => {
    breakIt(endpoint);
    run = await ScrapeRun.start({
      targets: endpoint.address,
      'body.size.limit': '1000',
      'sample.limit': '3',
    });
    await run.until(() => run.named('up').length >= 3);
    expect([run.last('up', 'value'), run.metric('scrape-targets-down')]).toEqual([0, 1]);
    expect(run.warnings).toEqual([
      { target: `http://${endpoint.address}/metrics`, reason: expect.stringMatching(reason) as string },
    ]);
    endpoint.shows('back 1\n');
    await run.until(() => run.last('up', 'value') === 1);
    expect(run.metric('scrape-targets-down')).toBe(0);
  });

  it('that hangs does not keep others waiting, and its scrapes do not pile up', async () => {
    const slow = await MetricEndpoint.start();
    slow.answer = () => undefined;
    run = await ScrapeRun.start({
      targets: `${slow.address},${endpoint.address}`,
      'scrape.interval.ms': '50',
      'scrape.timeout.ms': '2000',
    });
    await run.until(() => run.named('up_here').length >= 10);
    expect(slow.requests).toHaveLength(1);
    expect(run.metric('scrapes-left-out-total')).toBeGreaterThan(0);
    await slow.stop();
  });

  it('that never stops sending is cut off at the limit, and so is what grows when it is unpacked', async () => {
    let sentBytes = 0;
    endpoint.answer = (_request, response) => {
      const piece = Buffer.alloc(64 * 1024, '#');
      const send = (): void => {
        while (response.writable && response.write(piece)) sentBytes += piece.length;
        if (response.writable) response.once('drain', send);
      };
      send();
    };
    const bomb = await MetricEndpoint.start();
    const packed = gzipSync(Buffer.alloc(50_000_000, '#'));
    bomb.answer = (_request, response) => void response.setHeader('content-encoding', 'gzip').end(packed);
    run = await ScrapeRun.start({
      targets: `${endpoint.address},${bomb.address}`,
      'body.size.limit': '1000000',
      'scrape.interval.ms': '2000',
      'scrape.timeout.ms': '2000',
    });
    await run.until(() => run.warnings.length >= 2);
    expect(run.warnings).toEqual(
      expect.arrayContaining(
        [endpoint, bomb].map(({ address }) => ({
          target: `http://${address}/metrics`,
          reason: 'the answer is larger than 1000000 bytes',
        })),
      ),
    );
    // What the sockets on both sides hold comes on top of the limit.
    expect(sentBytes).toBeLessThan(20_000_000);
    await bomb.stop();
  });

  it('is not scraped for what has gone by while Kafka was slow: that is counted', async () => {
    run = await ScrapeRun.start({ targets: endpoint.address });
    await run.until(() => run.named('up').length >= 1);
    const before = run.metric('scrapes-left-out-total') ?? 0;
    await run.leaveAlone(550);
    await run.until(() => (run.metric('scrapes-left-out-total') ?? 0) > before);
    expect(run.metric('scrapes-left-out-total')).toBeGreaterThanOrEqual(before + 4);
    expect(endpoint.requests.length).toBeLessThanOrEqual(4);
  });

  it('is not scraped while too much waits for Kafka: that is counted, too', async () => {
    endpoint.answer = (_request, response) => void setTimeout(() => response.end('a 1\nb 1\nc 1\n'), 60);
    run = await ScrapeRun.start({ targets: endpoint.address, 'max.queued.metrics': '3' });
    await run.until(() => endpoint.requests.length > 0);
    await run.leaveAlone(200);
    expect(run.metric('scrape-queued-metrics')).toBe(6);
    await run.until(() => run.records.length > 0);
    expect(endpoint.requests).toHaveLength(1);
    expect(run.metric('scrapes-left-out-total')).toBeGreaterThanOrEqual(1);
    await run.until(() => endpoint.requests.length > 1);
  });

  it('is asked with the credentials that are given', async () => {
    run = await ScrapeRun.start({
      targets: endpoint.address,
      'basic.auth.user': 'u',
      'basic.auth.password': 'p',
    });
    await run.until(() => run.named('up').length >= 1);
    expect(endpoint.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('u:p').toString('base64')}`,
    );
  });
});

describe('labels', () => {
  it('of a metric make room for those of its target', async () => {
    endpoint.shows('a{job="own"} 1\n');
    run = await ScrapeRun.start({ targets: endpoint.address, job: 'given' });
    await run.until(() => run.named('a').length >= 1);
    expect(labelsOf('a')).toMatchObject({ job: 'given', exported_job: 'own' });
  });

  it('of a metric stay when they are honoured', async () => {
    endpoint.shows('a{job="own"} 1\n');
    run = await ScrapeRun.start({ targets: endpoint.address, job: 'given', 'honor.labels': 'true' });
    await run.until(() => run.named('a').length >= 1);
    expect(labelsOf('a')).toMatchObject({ job: 'own' });
    expect(labelsOf('a')).not.toHaveProperty('exported_job');
  });

  it('are changed by rules, which drop metrics, too', async () => {
    endpoint.shows('keep{path="/a"} 1\ndrop_me 2\n');
    const rules = [
      { action: 'drop', source_labels: ['__name__'], regex: 'drop_.*' },
      { source_labels: ['path'], target_label: 'route' },
      { action: 'labeldrop', regex: 'path' },
    ];
    run = await ScrapeRun.start({ targets: endpoint.address, 'relabel.metrics': JSON.stringify(rules) });
    await run.until(() => run.named('keep').length >= 1);
    expect(labelsOf('keep')).toMatchObject({ route: '/a' });
    expect(labelsOf('keep')).not.toHaveProperty('path');
    expect(run.named('drop_me')).toEqual([]);
  });
});

describe('targets', () => {
  it('of files come and go, and what was scraped of them ends', async () => {
    const file = join(folder, 'targets.json');
    const write = (targets: readonly string[]): void =>
      writeFileSync(
        file,
        JSON.stringify([{ targets, labels: { zone: 'north', __metrics_path__: '/other' } }]),
      );
    write([]);
    run = await ScrapeRun.start({ 'targets.files': `${folder}/*.json`, 'targets.refresh.ms': '100' });
    write([endpoint.address]);
    await run.until(() => run.named('up_here').length >= 1);
    expect(labelsOf('up_here')).toMatchObject({ zone: 'north' });
    expect(endpoint.requests[0]?.url).toBe('/other');
    writeFileSync(file, 'no JSON');
    const before = run.named('up_here').length;
    await run.until(() => run.named('up_here').length >= before + 2 && run.warnings.length > 0);
    write([]);
    await run.until(() => run.last('up_here', 'stale') === true);
    expect(run.metric('scrape-targets')).toBe(0);
  });

  it('come over HTTP', async () => {
    const lists = await MetricEndpoint.start();
    lists.shows(JSON.stringify([{ targets: [endpoint.address] }]), 'application/json');
    run = await ScrapeRun.start({ 'targets.http.urls': `http://${lists.address}/targets` });
    await run.until(() => run.named('up_here').length >= 1);
    expect(lists.requests[0]?.headers.accept).toBe('application/json');
    await lists.stop();
  });

  it('come from names, with the ports that SRV tells or a given one', async () => {
    const names = await NameServer.start();
    try {
      const port = Number(endpoint.address.split(':')[1]);
      names.records.SRV = [{ host: 'localhost', port }];
      names.records.A = [[127, 0, 0, 1]];
      run = await ScrapeRun.start({ 'targets.dns.names': '_metrics._tcp.shop.test' });
      await run.until(() => run.named('up_here').length >= 1);
      expect(run.last('up_here', 'instance')).toBe(`localhost:${port}`);
      await run.stop();
      const byAddress = { 'targets.dns.type': 'A', 'targets.dns.port': String(port) };
      run = await ScrapeRun.start({ 'targets.dns.names': 'shop.test', ...byAddress });
      await run.until(() => run.named('up_here').length >= 1);
      expect(run.last('up_here', 'instance')).toBe(endpoint.address);
    } finally {
      names.stop();
    }
  });

  it('are divided among tasks: each has one', async () => {
    const targets = Array.from({ length: 20 }, (_none, index) => `127.0.0.1:${index + 1}`).join(',');
    const counts: number[] = [];
    for (const task of [0, 1, 2]) {
      run = await ScrapeRun.start({ targets, 'task.share.count': '3' }, task);
      counts.push(run.metric('scrape-targets') ?? 0);
      await run.stop();
    }
    expect(counts.reduce((sum, count) => sum + count)).toBe(20);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });
});
