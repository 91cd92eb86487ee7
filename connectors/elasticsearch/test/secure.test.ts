import { parseConfig, type CheckFinding } from '@sluice/connect-api';
import { startTestWorker, waitFor, type TestWorker } from '@sluice/test-kit';
import { makeCertificates, makeTempFolder, sharedSearchUrl, type TempFolder } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { plugins } from '../src/index.ts';
import { elasticsearchSink } from '../src/plugin.ts';
import { Guard, type GuardOptions } from './guard.ts';
import { SearchIndex } from './search-index.ts';

let worker: TestWorker;
let index: SearchIndex;
let folder: TempFolder;
let guard: Guard | undefined;

const basic = (login: string): string => `Basic ${Buffer.from(login).toString('base64')}`;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

beforeEach(async () => {
  folder = await makeTempFolder('search-secure');
  index = new SearchIndex(await sharedSearchUrl(inject('search'), 'elasticsearch'));
  await index.create();
  worker = await startTestWorker({ plugins: [...plugins], patienceMs: 60_000 });
  await worker.createTopic('orders');
});

afterEach(async () => {
  await worker.stop();
  await guard?.close();
  await index.remove();
  await folder.remove();
});

async function start(options: GuardOptions, keys: Record<string, string>): Promise<void> {
  guard = await Guard.open(index.url, options);
  await worker.putConnector('sink', {
    'connector.class': elasticsearchSink.className,
    'connection.url': guard.url,
    topics: 'orders',
    'topic.index.map': `orders:${index.name}`,
    'key.ignore': 'true',
    // The machine may be busy with other things.
    'read.timeout.ms': '30000',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
    ...keys,
  });
  await worker.write('orders', ['{"n":1}']);
}

const untilDelivered = () =>
  waitFor('the document', async () => (await index.count()) === 1 || undefined, 60_000);

describe('a server that wants to know who is there', () => {
  it('is told user and password', async () => {
    await start(
      { admits: [basic('shop:geheim')] },
      { 'connection.username': 'shop', 'connection.password': 'geheim' },
    );
    await expect(untilDelivered()).resolves.toBe(true);
  });

  it('is told an API key, and sent compressed requests', async () => {
    const admits = [`ApiKey ${Buffer.from('id:key').toString('base64')}`];
    await start({ admits }, { 'connection.api.key': 'id:key', 'connection.compression': 'true' });
    await expect(untilDelivered()).resolves.toBe(true);
    expect(guard?.encodings).toEqual(new Set(['gzip']));
  });

  it('refuses wrong credentials: the task fails at once and does not say them', async () => {
    await start(
      { admits: [basic('shop:geheim')] },
      { 'connection.username': 'shop', 'connection.password': 'falsch' },
    );
    const trace = await worker.untilFailed('sink');
    expect(trace).toMatch(/401.*security_exception/s);
    expect(trace).not.toContain('falsch');
  });

  it('is talked to with TLS, both sides with certificates', async () => {
    const certificates = await makeCertificates(folder.path);
    await start(
      { admits: [''], certificates },
      {
        'elastic.security.protocol': 'SSL',
        'elastic.https.ssl.truststore.location': certificates.ca,
        'elastic.https.ssl.keystore.location': certificates.client,
      },
    );
    await expect(untilDelivered()).resolves.toBe(true);
  });

  it('is not trusted with a certificate of somebody else', async () => {
    const certificates = await makeCertificates(folder.path);
    await start({ admits: [''], certificates }, { 'max.retries': '0' });
    expect(await worker.untilFailed('sink')).toMatch(/self.signed certificate|unable to verify/);
  });
});

describe('the check of a configuration', () => {
  async function check(keys: Record<string, string>): Promise<Record<string, CheckFinding['outcome']>> {
    const config = parseConfig(elasticsearchSink.config, { 'connection.url': index.url, ...keys });
    const signal = new AbortController().signal;
    const findings = await elasticsearchSink.check?.(config, {
      connector: 'sink',
      properties: { topics: 'orders' },
      log: silent,
      signal,
    });
    return Object.fromEntries((findings ?? []).map(({ subject, outcome }) => [subject, outcome]));
  }

  const existing = () => ({
    'external.resource.usage': 'index',
    'topic.to.external.resource.mapping': `orders:${index.name}`,
  });

  it('finds server, cluster and index as they should be', async () => {
    expect(await check(existing())).toEqual({
      [`server ${index.url}`]: 'passed',
      cluster: 'passed',
      [`index ${index.name}`]: 'passed',
    });
  });

  it('finds that a topic has nowhere to go, or goes where the first record has it made', async () => {
    const other = { ...existing(), 'topic.to.external.resource.mapping': `other:${index.name}` };
    expect(await check(other)).toMatchObject({ 'topic orders': 'failed' });
    expect(await check({ 'topic.index.map': 'orders:will-be-made' })).toMatchObject({
      'index will-be-made': 'passed',
    });
  });

  it('finds that nobody is there', async () => {
    expect(await check({ 'connection.url': 'http://127.0.0.1:1' })).toEqual({ server: 'failed' });
  });

  it('finds that the credentials are wrong', async () => {
    guard = await Guard.open(index.url, { admits: [basic('shop:geheim')] });
    const url = { 'connection.url': guard.url, 'connection.username': 'shop' };
    expect(await check({ ...url, 'connection.password': 'falsch' })).toEqual({ credentials: 'failed' });
    expect(await check({ ...url, 'connection.password': 'geheim' })).toMatchObject({ credentials: 'passed' });
  });

  it('finds that an index is missing, or takes nothing', async () => {
    const missing = { ...existing(), 'topic.to.external.resource.mapping': 'orders:not-there' };
    expect(await check(missing)).toMatchObject({ 'index not-there': 'failed' });
    await index.send('PUT', '/_settings', { 'index.blocks.write': true });
    expect(await check(existing())).toMatchObject({ [`index ${index.name}`]: 'failed' });
    await index.send('PUT', '/_settings', { 'index.blocks.write': null });
  });

  it('finds that something else is there', async () => {
    const kafka = inject('kafka').bootstrapServers.split(',')[0];
    expect(
      Object.values(await check({ 'connection.url': `http://${kafka}`, 'read.timeout.ms': '500' })),
    ).toEqual(['failed']);
  });
});
