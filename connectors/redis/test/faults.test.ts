import { setTimeout as sleep } from 'node:timers/promises';
import { startTestWorker, type TestWorker } from '@sluice/test-kit';
import { RedisServer, waitFor } from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plugins } from '../src/index.ts';
import { numbered, patienceMs, startSink, untilKeys } from './sink-run.ts';

let redis: RedisServer;
let worker: TestWorker;

beforeAll(async () => {
  redis = await RedisServer.start();
});

afterAll(async () => {
  await redis.stop();
});

beforeEach(async () => {
  await redis.cli('FLUSHALL');
  worker = await startTestWorker({ plugins: [...plugins], patienceMs });
  await worker.createTopic('orders');
});

afterEach(async () => {
  await worker.stop();
});

const start = (keys: Record<string, string> = {}) => startSink(worker, { 'redis.uri': redis.url, ...keys });
const isRunning = async () => (await worker.status('sink')).tasks[0]?.state === 'RUNNING';

/** A second instance goes on at what was committed: what is missing then was lost. */
async function expectNothingLost(count: number): Promise<void> {
  await worker.deleteConnector('sink');
  await start();
  await worker.write('orders', [{ key: 'end', value: '' }]);
  await untilKeys([redis], count + 1);
}

describe('when Redis is killed', () => {
  it('waits until it is back, and nothing is lost', async () => {
    await start();
    await worker.write('orders', numbered(0, 100));
    await untilKeys([redis], 100);
    await redis.kill();
    await worker.write('orders', numbered(100, 1000));
    await redis.restart();
    await untilKeys([redis], 1100);
    expect(await isRunning()).toBe(true);
    await expectNothingLost(1100);
  });

  it('fails after redis.retry.timeout.ms, having committed nothing that is not there', async () => {
    await start({ 'redis.uri': 'redis://127.0.0.1:1', 'redis.retry.timeout.ms': '500' });
    await worker.write('orders', numbered(0, 10));
    expect(await worker.untilFailed('sink')).toMatch(/did not do its work for 500 ms.*ECONNREFUSED/s);
    await expectNothingLost(10);
  });
});

describe('when Redis does not answer', () => {
  afterEach(async () => {
    await redis.kill('SIGCONT');
  });

  it('takes the connection for lost after redis.timeout, and goes on when it answers', async () => {
    await start({ 'redis.timeout': '1' });
    await worker.write('orders', numbered(0, 10));
    await untilKeys([redis], 10);
    await redis.kill('SIGSTOP');
    await worker.write('orders', numbered(10, 10));
    // The server is silent for longer than the timeout.
    await sleep(1500);
    await redis.kill('SIGCONT');
    expect(await untilKeys([redis], 20)).toBe(20);
  });
});

describe('when Redis is out of memory', () => {
  afterEach(async () => {
    await redis.cli('CONFIG', 'SET', 'maxmemory', '0');
  });

  it('waits until there is room', async () => {
    await start();
    await redis.cli('CONFIG', 'SET', 'maxmemory', '1');
    await worker.write('orders', numbered(0, 100));
    await worker.untilRunning('sink');
    await waitFor('writes to be refused', async () => {
      const text = String(await redis.cli('INFO', 'errorstats'));
      return text.includes('errorstat_OOM') || undefined;
    });
    expect(await redis.cli('DBSIZE')).toBe(0);
    await redis.cli('CONFIG', 'SET', 'maxmemory', '0');
    await untilKeys([redis], 100);
    expect(await isRunning()).toBe(true);
  });

  it('fails where that takes longer than the retries, with the answer of Redis', async () => {
    await redis.cli('CONFIG', 'SET', 'maxmemory', '1');
    await start({ 'redis.retry.timeout.ms': '300' });
    await worker.write('orders', numbered(0, 10));
    expect(await worker.untilFailed('sink')).toMatch(/OOM command not allowed/);
  });
});

describe('when the server is a replica', () => {
  afterEach(async () => {
    await redis.cli('REPLICAOF', 'NO', 'ONE');
  });

  it('waits until it takes writes again', async () => {
    await start();
    await worker.write('orders', numbered(0, 10));
    await untilKeys([redis], 10);
    await redis.cli('REPLICAOF', '127.0.0.1', '1');
    await worker.write('orders', numbered(10, 10));
    await waitFor('writes to be refused', async () => {
      const text = String(await redis.cli('INFO', 'errorstats'));
      return text.includes('errorstat_READONLY') || undefined;
    });
    await redis.cli('REPLICAOF', 'NO', 'ONE');
    expect(await untilKeys([redis], 20)).toBe(20);
  });
});

describe('when a key holds another type', () => {
  const list = { 'redis.type': 'LIST', 'redis.keyspace': 'taken' };

  it('fails, naming topic, partition, offset, command and key', async () => {
    await redis.cli('SET', 'taken', 'a string');
    await start(list);
    await worker.write('orders', numbered(0, 2));
    const trace = await worker.untilFailed('sink');
    expect(trace).toMatch(/Redis refused RPUSH taken for orders-0@0: WRONGTYPE/);
  });

  it('reports each record where errors are tolerated, and writes the others', async () => {
    await redis.cli('RPUSH', 'orders:bad', 'a list');
    await start({
      'redis.type': 'HASH',
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'false',
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'dead',
      'errors.deadletterqueue.topic.replication.factor': '1',
      'errors.deadletterqueue.context.headers.enable': 'true',
    });
    const keys = ['a', 'bad', 'b', 'bad', 'c'];
    await worker.write(
      'orders',
      keys.map((key, n) => ({ key, value: JSON.stringify({ n }) })),
    );
    await untilKeys([redis], 4);
    const letters = await worker.read('dead', 2);
    expect(letters.map(({ key, value }) => [key, value])).toEqual([
      ['bad', '{"n":1}'],
      ['bad', '{"n":3}'],
    ]);
    const message = letters[0]?.headers.find(
      ({ key }) => key === '__connect.errors.exception.message',
    )?.value;
    expect(message).toMatch(/HSET orders:bad for orders-0@1: WRONGTYPE/);
  });
});

describe('a record that there is no command for', () => {
  it('fails the task, saying what lacks', async () => {
    await start();
    await worker.write('orders', ['no key']);
    expect(await worker.untilFailed('sink')).toMatch(/The record has no key/);
  });
});

describe('transactions and replicas', () => {
  it('writes the entries of a batch together where that is configured', async () => {
    await start({ 'redis.type': 'SET', 'redis.multiexec': 'true' });
    await worker.write('orders', numbered(0, 50));
    await waitFor('the members', async () => (await redis.cli('SCARD', 'orders')) === 50 || undefined);
    expect(String(await redis.cli('INFO', 'commandstats'))).toMatch(/cmdstat_exec:calls=\d/);
  });

  it('writes what it can of a transaction in which one key holds another type', async () => {
    await worker.createTopic('others');
    await redis.cli('SET', 'others', 'a string');
    await start({
      'redis.type': 'SET',
      'redis.multiexec': 'true',
      topics: 'orders,others',
      'errors.tolerance': 'all',
      'errors.log.enable': 'true',
    });
    await worker.write('others', numbered(0, 3));
    await worker.write('orders', numbered(0, 3));
    await waitFor('the members', async () => (await redis.cli('SCARD', 'orders')) === 3 || undefined);
    expect(await isRunning()).toBe(true);
  });

  it('waits for replicas before a record counts as delivered', async () => {
    await start({
      'redis.wait.replicas': '1',
      'redis.wait.timeout': '50',
      'redis.retry.timeout.ms': '60000',
    });
    await worker.write('orders', numbered(0, 5));
    await untilKeys([redis], 5);
    await worker.deleteConnector('sink');
    const replica = await RedisServer.start({ args: ['--replicaof', redis.host, String(redis.port)] });
    try {
      await start({ 'redis.wait.replicas': '1' });
      await worker.write('orders', [{ key: 'more', value: '' }]);
      expect(await untilKeys([replica], 6)).toBe(6);
      await waitFor('WAIT to be asked', async () => {
        const text = String(await redis.cli('INFO', 'commandstats'));
        return /cmdstat_wait:calls=[2-9]/.test(text) || undefined;
      });
    } finally {
      await replica.stop();
    }
  });
});
