import { startTestWorker, waitFor, type TestWorker } from '@sluice/test-kit';
import { startElasticsearch, type SearchNode } from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plugins } from '../src/index.ts';
import { elasticsearchSink } from '../src/plugin.ts';
import { Link } from './link.ts';
import { SearchIndex, sendTo } from './search-index.ts';

let node: SearchNode;
let worker: TestWorker;
let index: SearchIndex;
let link: Link;

// A node of its own: some tests block or kill it. It refuses requests of more than 64 KiB, and more than a few at a time.
beforeAll(async () => {
  node = await startElasticsearch({
    settings: { 'http.max_content_length': '64kb', 'indexing_pressure.memory.limit': '150kb' },
  });
});

afterAll(async () => {
  await node.stop();
});

beforeEach(async () => {
  index = new SearchIndex(node.url);
  link = await Link.open(node.url);
  worker = await startTestWorker({ plugins: [...plugins], patienceMs: 40_000 });
  await worker.createTopic('orders');
});

afterEach(async () => {
  await worker.stop();
  await link.close();
  await index.remove().catch(() => undefined);
});

async function start(keys: Record<string, string> = {}): Promise<void> {
  await worker.putConnector('sink', {
    'connector.class': elasticsearchSink.className,
    'connection.url': link.url,
    topics: 'orders',
    'topic.index.map': `orders:${index.name}`,
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
    'max.retries': '1000',
    ...keys,
  });
}

const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_none, n) => ({
    key: `k${from + n}`,
    value: JSON.stringify({ n: from + n }),
  }));

async function untilCount(count: number): Promise<number> {
  return waitFor(
    `${count} documents`,
    async () => {
      const found = await index.count();
      if (found !== count) throw new Error(`there are ${found}`);
      return found;
    },
    40_000,
  );
}

/** A second instance goes on at what was committed: what is missing then was lost. */
async function expectNothingLost(count: number): Promise<void> {
  await worker.deleteConnector('sink');
  await start();
  await worker.write('orders', [{ key: 'end', value: '{"n":-1}' }]);
  await untilCount(count + 1);
}

describe('when the connection is cut in the middle of a write', () => {
  it('writes all of it again', async () => {
    await start();
    await worker.write('orders', numbered(0, 10));
    expect(await untilCount(10)).toBe(10);
    let cuts = 0;
    link.onRequest = (chunk) => !(chunk.includes('{"index"') && cuts++ < 3);
    await worker.write('orders', numbered(10, 500));
    await untilCount(510);
    expect(cuts).toBeGreaterThan(3);
    await expectNothingLost(510);
  });
});

describe('when the node is killed', () => {
  it('waits until it is back', async () => {
    await start({ 'connection.url': node.url });
    await worker.write('orders', numbered(0, 100));
    await untilCount(100);
    await node.kill();
    await worker.write('orders', numbered(100, 100));
    await node.restart();
    await untilCount(200);
    expect((await worker.status('sink')).tasks[0]?.state).toBe('RUNNING');
  });

  it('fails after max.retries, having committed nothing that is not there', async () => {
    await start({ 'max.retries': '2', 'connection.url': 'http://127.0.0.1:1' });
    await worker.write('orders', numbered(0, 100));
    expect(await worker.untilFailed('sink')).toMatch(/tried 3 times.*ECONNREFUSED/s);
    await expectNothingLost(100);
  });
});

describe('when an index takes nothing', () => {
  it('waits until the block is gone', async () => {
    await index.create();
    await start();
    await worker.write('orders', numbered(0, 10));
    expect(await untilCount(10)).toBe(10);
    await index.send('PUT', '/_settings', { 'index.blocks.write': true });
    await worker.write('orders', numbered(10, 10));
    // The offsets of what waits are not committed: another instance would be given it, too.
    await worker.stopConnector('sink');
    await worker.resumeConnector('sink');
    await index.send('PUT', '/_settings', { 'index.blocks.write': null });
    expect(await untilCount(20)).toBe(20);
  });

  it('fails where that takes longer than the retries', async () => {
    await index.create();
    await index.send('PUT', '/_settings', { 'index.blocks.write': true });
    await start({ 'max.retries': '1' });
    await worker.write('orders', numbered(0, 10));
    expect(await worker.untilFailed('sink')).toMatch(/cluster_block_exception.*FORBIDDEN/s);
    await index.send('PUT', '/_settings', { 'index.blocks.write': null });
    await expectNothingLost(10);
  });
});

describe('when the cluster is red', () => {
  it('waits until shards are there', async () => {
    // No node may hold the shard.
    await sendTo(`${node.url}/${index.name}?wait_for_active_shards=0`, 'PUT', {
      settings: { 'index.routing.allocation.require._name': 'nobody' },
    });
    await start({ 'read.timeout.ms': '500' });
    await worker.write('orders', numbered(0, 10));
    await waitFor('the cluster to be red', async () => {
      const { status } = await sendTo(`${node.url}/_cluster/health/${index.name}`, 'GET');
      return status === 'red' || undefined;
    });
    await index.send('PUT', '/_settings', { 'index.routing.allocation.require._name': null });
    expect(await untilCount(10)).toBe(10);
  });
});

describe('when the server has too much to do', () => {
  it('sends again what it turned away, until all is written', async () => {
    const rejections = async (): Promise<number> => {
      const path = '/_nodes/stats/indexing_pressure?filter_path=**.total.coordinating_rejections';
      const text = JSON.stringify(await sendTo(`${node.url}${path}`, 'GET'));
      return Number(/"coordinating_rejections":(\d+)/.exec(text)?.[1]);
    };
    await index.create();
    await start({ 'batch.size': '15', 'max.in.flight.requests': '20', 'retry.backoff.ms': '10' });
    let count = 0;
    for (let rounds = 0; rounds < 20 && (await rejections()) === 0; rounds += 1) {
      const records = Array.from({ length: 400 }, (_none, n) => ({
        key: `k${count + n}`,
        value: JSON.stringify({ text: 'x'.repeat(3000) }),
      }));
      await worker.write('orders', records);
      count += records.length;
      await untilCount(count);
    }
    expect(await rejections()).toBeGreaterThan(0);
    expect((await worker.status('sink')).tasks[0]?.state).toBe('RUNNING');
    await expectNothingLost(count);
  });
});

describe('when a document is too large for the server', () => {
  it('reports that one and writes the others of its request', async () => {
    await start({
      'behavior.on.malformed.documents': 'report',
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'dead',
      'errors.deadletterqueue.topic.replication.factor': '1',
    });
    const large = { key: 'large', value: JSON.stringify({ text: 'x'.repeat(100_000) }) };
    await worker.write('orders', [...numbered(0, 20), large, ...numbered(20, 20)]);
    await untilCount(40);
    const [letter] = await worker.read('dead', 1);
    expect(letter?.key).toBe('large');
  });

  it('divides requests that are too large together', async () => {
    await start();
    const text = 'x'.repeat(10_000);
    const records = Array.from({ length: 20 }, (_none, n) => ({
      key: `k${n}`,
      value: JSON.stringify({ text }),
    }));
    await worker.write('orders', records);
    expect(await untilCount(20)).toBe(20);
  });
});

describe('a task that is asked to stop while the server does not answer', () => {
  it('stops in time, and what it had not written comes again', async () => {
    await start();
    await worker.write('orders', numbered(0, 10));
    expect(await untilCount(10)).toBe(10);
    link.block();
    await worker.write('orders', numbered(10, 10));
    await waitFor('records to be taken', async () => {
      const tasks = (await worker.status('sink')).tasks;
      return tasks.length > 0 || undefined;
    });
    await worker.stopConnector('sink');
    expect(worker.abandoned).toEqual([]);
    link.unblock();
    await worker.resumeConnector('sink');
    expect(await untilCount(20)).toBe(20);
  });
});
