import { readFile, writeFile } from 'node:fs/promises';
import { startTestWorker, type TestWorker } from '@sluice/test-kit';
import {
  makeCertificates,
  makeTempFolder,
  RedisCluster,
  RedisSentinel,
  RedisServer,
  waitFor,
  type TempFolder,
} from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plugins } from '../src/index.ts';
import { numbered, patienceMs, startSink, untilKeys } from './sink-run.ts';

let worker: TestWorker;

beforeEach(async () => {
  worker = await startTestWorker({ plugins: [...plugins], patienceMs });
  await worker.createTopic('orders');
});

afterEach(async () => {
  await worker.stop();
});

describe('a cluster', () => {
  let cluster: RedisCluster;
  let masters: readonly RedisServer[];

  beforeAll(async () => {
    cluster = await RedisCluster.start({ masters: 3, replicas: 1 });
    masters = cluster.nodes.slice(0, 3);
  });

  afterAll(async () => {
    await cluster.stop();
  });

  beforeEach(async () => {
    await Promise.all(masters.map((node) => node.cli('FLUSHALL')));
  });

  const keys = () => ({ 'redis.cluster': 'true', 'redis.uri': cluster.url(2) });

  it('is written to where the keys are, and read from the client of Redis', async () => {
    await startSink(worker, keys());
    await worker.write('orders', numbered(0, 1000));
    await untilKeys(masters, 1000);
    expect(await cluster.cli('GET', 'orders:k500')).toBe('v500');
    for (const node of masters) expect(Number(await node.cli('DBSIZE'))).toBeGreaterThan(200);
  });

  it('is followed where slots move', async () => {
    await startSink(worker, keys());
    await worker.write('orders', numbered(0, 10));
    await untilKeys(masters, 10);
    await moveSlotOf('orders:moved');
    const versions = Array.from({ length: 20 }, (_none, n) => ({ key: 'moved', value: `v${n}` }));
    await worker.write('orders', [...versions, ...numbered(10, 10)]);
    await untilKeys(masters, 21);
    expect(await cluster.cli('GET', 'orders:moved')).toBe('v19');
  });

  it('reads streams and keys of all nodes', async () => {
    await Promise.all(masters.map((node) => node.cli('CONFIG', 'SET', 'notify-keyspace-events', 'KEA')));
    await cluster.cli('XADD', 'events', '1-0', 'n', '1');
    for (const key of ['a', 'b', 'c', 'd', 'e']) await cluster.cli('SET', `shop:${key}`, key);
    await worker.putConnector('stream', {
      'connector.class': 'com.redis.kafka.connect.RedisStreamSourceConnector',
      'redis.stream.name': 'events',
      ...keys(),
    });
    await worker.putConnector('keys', {
      'connector.class': 'com.redis.kafka.connect.RedisKeysSourceConnector',
      'redis.keys.pattern': 'shop:*',
      topic: 'keys',
      ...keys(),
    });
    expect((await worker.read('events', 1))[0]?.key).toBe('1-0');
    expect(new Set((await worker.read('keys', 5)).map(({ key }) => key))).toEqual(
      new Set(['a', 'b', 'c', 'd', 'e'].map((key) => `shop:${key}`)),
    );
    await waitFor('all masters to be listened to', async () => {
      const counts = await Promise.all(masters.map((node) => node.cli('PUBSUB', 'NUMPAT')));
      return counts.every((count) => count === 1) || undefined;
    });
    await cluster.cli('SET', 'shop:e', 'again');
    await cluster.cli('SET', 'shop:new', 'new');
    expect((await worker.read('keys', 7)).map(({ key }) => key)).toContain('shop:new');
  });

  it('goes on when a replica takes over from a master that is lost', async () => {
    await startSink(worker, keys());
    await worker.write('orders', numbered(0, 100));
    await untilKeys(masters, 100);
    await masters[0]?.kill();
    await worker.write('orders', numbered(100, 200));
    await waitFor(
      'all keys',
      async () => {
        const nodes = cluster.nodes.slice(1);
        const roles = await Promise.all(nodes.map((node) => node.cli('ROLE')));
        const others = nodes.filter((_node, index) => (roles[index] as [string])[0] === 'master');
        const sizes = await Promise.all(others.map((node) => node.cli('DBSIZE')));
        const found = sizes.reduce<number>((sum, size) => sum + Number(size), 0);
        if (found !== 300) throw new Error(`there are ${found}`);
        return true;
      },
      { timeoutMs: patienceMs },
    );
    expect((await worker.status('sink')).tasks[0]?.state).toBe('RUNNING');
    await masters[0]?.restart();
  });

  /** Has another master take over the slot of a key; nobody tells the sink. */
  async function moveSlotOf(key: string): Promise<void> {
    const slot = String(await cluster.cli('CLUSTER', 'KEYSLOT', key));
    const ids = await Promise.all(masters.map(async (node) => String(await node.cli('CLUSTER', 'MYID'))));
    const slots = (await cluster.cli('CLUSTER', 'SLOTS')) as [number, number, [string, number, string]][];
    const owner = slots.find(([from, to]) => from <= Number(slot) && Number(slot) <= to)?.[2][2] ?? '';
    const target = ids.find((id) => id !== owner) ?? '';
    const targetNode = masters[ids.indexOf(target)];
    const ownerNode = masters[ids.indexOf(owner)];
    await targetNode?.cli('CLUSTER', 'SETSLOT', slot, 'IMPORTING', owner);
    await ownerNode?.cli('CLUSTER', 'SETSLOT', slot, 'MIGRATING', target);
    for (const node of [targetNode, ownerNode]) await node?.cli('CLUSTER', 'SETSLOT', slot, 'NODE', target);
  }
});

describe('a master that sentinels know', () => {
  it('is found, and its successor when it is lost', async () => {
    const sentinel = await RedisSentinel.start();
    try {
      // The first one that is asked is not there.
      const uri = `redis-sentinel://127.0.0.1:1,${sentinel.address}/0#${sentinel.masterName}`;
      await startSink(worker, { 'redis.uri': uri });
      await worker.write('orders', numbered(0, 100));
      await untilKeys([sentinel.servers[1]], 100);
      const lost = await sentinel.master();
      await lost.kill();
      await worker.write('orders', numbered(100, 100));
      await waitFor('another master', async () => (await sentinel.master()) !== lost || undefined);
      await untilKeys([sentinel.servers[1]], 200);
      expect((await worker.status('sink')).tasks[0]?.state).toBe('RUNNING');
    } finally {
      await sentinel.stop();
    }
  });
});

describe('a server with TLS and users', () => {
  let folder: TempFolder;
  let redis: RedisServer;
  let files: Record<string, string>;

  beforeAll(async () => {
    folder = await makeTempFolder('redis-tls');
    const { ca, server, client } = await makeCertificates(folder.path);
    // Redis and the connector take key and certificate from files of their own.
    const parts = await Promise.all([split(server), split(client)]);
    const [own, other] = parts;
    files = { ca, key: other.key, cert: other.cert };
    redis = await RedisServer.start({
      tls: true,
      args: ['--tls-cert-file', own.cert, '--tls-key-file', own.key, '--tls-ca-cert-file', ca],
      cliArgs: ['--tls', '--cacert', ca, '--cert', other.cert, '--key', other.key],
    });
    await redis.cli(
      'ACL',
      'SETUSER',
      'shop',
      'on',
      '>geheim',
      '~orders:*',
      '+set',
      '+del',
      '+info',
      '+multi',
    );
  });

  afterAll(async () => {
    await redis.stop();
    await folder.remove();
  });

  interface Pair {
    readonly key: string;
    readonly cert: string;
  }

  async function split(file: string): Promise<Pair> {
    const pem = await readFile(file, 'utf8');
    const at = pem.indexOf('-----BEGIN CERTIFICATE');
    const [key, cert] = [`${file}.key`, `${file}.crt`];
    await writeFile(key, pem.slice(0, at));
    await writeFile(cert, pem.slice(at));
    return { key, cert };
  }

  const tls = () => ({
    'redis.uri': redis.url.replace('redis:', 'rediss:').replace('127.0.0.1', 'localhost'),
    'redis.cacert': files['ca'] ?? '',
    'redis.key.file': files['key'] ?? '',
    'redis.key.cert': files['cert'] ?? '',
    'redis.username': 'shop',
    'redis.password': 'geheim',
  });

  it('is written to, both sides with certificates', async () => {
    await startSink(worker, tls());
    await worker.write('orders', numbered(0, 10));
    expect(await untilKeys([redis], 10)).toBe(10);
    await redis.cli('FLUSHALL');
  });

  it('is not trusted with a certificate of somebody else, unless that is asked for', async () => {
    await startSink(worker, { ...tls(), 'redis.cacert': '', 'redis.retry.timeout.ms': '300' });
    await worker.write('orders', numbered(0, 10));
    expect(await worker.untilFailed('sink')).toMatch(/self.signed certificate|unable to verify/);
    await startSink(worker, { ...tls(), 'redis.cacert': '', 'redis.insecure': 'true' });
    await untilKeys([redis], 10);
    await redis.cli('FLUSHALL');
  });

  it('refuses a wrong password: the task fails at once, and does not say it', async () => {
    await startSink(worker, { ...tls(), 'redis.password': 'falsch-geraten' });
    await worker.write('orders', numbered(0, 1));
    const trace = await worker.untilFailed('sink');
    expect(trace).toMatch(/WRONGPASS/);
    expect(trace).not.toContain('falsch-geraten');
  });

  it('refuses what the user may not do: the task fails at once, naming it', async () => {
    await startSink(worker, { ...tls(), 'redis.type': 'LIST' });
    await worker.write('orders', numbered(0, 1));
    expect(await worker.untilFailed('sink')).toMatch(/NOPERM.*rpush/s);
  });
});
