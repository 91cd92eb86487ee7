import { isDeepStrictEqual } from 'node:util';
import { startTestWorker, type TestWorker } from '@sluice/test-kit';
import { RedisServer, waitFor } from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plugins } from '../src/index.ts';

const json = 'org.apache.kafka.connect.json.JsonConverter';
const patienceMs = 40_000;

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

async function start(type: string, keys: Record<string, string> = {}): Promise<void> {
  await worker.putConnector('sink', {
    'connector.class': 'com.redis.kafka.connect.RedisSinkConnector',
    'redis.uri': redis.url,
    'redis.type': type,
    topics: 'orders',
    ...keys,
  });
}

/** Waits until redis-cli answers a command so; resolves to the answer. */
async function answerOf(command: readonly string[], expected: unknown): Promise<unknown> {
  return waitFor(
    `${command.join(' ')} to be answered ${JSON.stringify(expected)}`,
    async () => {
      const answer = await redis.cli(...command);
      if (!isDeepStrictEqual(answer, expected)) throw new Error(`it is ${JSON.stringify(answer)}`);
      return { answer };
    },
    { timeoutMs: patienceMs },
  ).then(({ answer }) => answer);
}

const asJson = { 'value.converter': json, 'value.converter.schemas.enable': 'false' };
const value = (data: unknown): string => JSON.stringify(data);
const write = (...records: Parameters<TestWorker['write']>[1][number][]): Promise<void> =>
  worker.write('orders', records);

describe('the sink writes', () => {
  it('strings, and deletes those of which the record has no value', async () => {
    await start('STRING');
    await write({ key: 'a', value: 'eins' }, { key: 'b', value: 'zwei ü' }, { key: 'c', value: '' });
    await expect(
      answerOf(['MGET', 'orders:a', 'orders:b', 'orders:c'], ['eins', 'zwei ü', '']),
    ).resolves.toBeDefined();
    await write({ key: 'a', value: null }, { key: 'b', value: 'drei' });
    await expect(answerOf(['MGET', 'orders:a', 'orders:b'], [null, 'drei'])).resolves.toBeDefined();
  });

  it('hashes, of which a field that has become null is gone', async () => {
    await start('HASH', asJson);
    const order = { id: 9007199254740993n, paid: true, total: 1.5, note: 'x', lines: [1, { sku: 'a' }] };
    const text = value({ ...order, id: 0 }).replace('"id":0', `"id":${order.id}`);
    await write({ key: '1', value: text });
    await expect(
      answerOf(['HGETALL', 'orders:1'], {
        id: '9007199254740993',
        paid: 'true',
        total: '1.5',
        note: 'x',
        lines: '[1,{"sku":"a"}]',
      }),
    ).resolves.toBeDefined();
    await write({ key: '1', value: value({ total: 2, note: null }) });
    await expect(
      answerOf(['HMGET', 'orders:1', 'total', 'note', 'paid'], ['2', null, 'true']),
    ).resolves.toBeDefined();
    await write({ key: '1', value: null });
    await expect(answerOf(['EXISTS', 'orders:1'], 0)).resolves.toBeDefined();
  });

  it('hashes of structs, with numbers, decimals and instants exact', async () => {
    await start('HASH', { 'value.converter': json });
    const schema = {
      type: 'struct',
      fields: [
        { field: 'big', type: 'int64' },
        {
          field: 'price',
          type: 'bytes',
          name: 'org.apache.kafka.connect.data.Decimal',
          parameters: { scale: '2' },
        },
        { field: 'at', type: 'int64', name: 'org.apache.kafka.connect.data.Timestamp' },
        { field: 'raw', type: 'bytes' },
        { field: 'none', type: 'string', optional: true },
      ],
    };
    const payload = `{"big":9223372036854775807,"price":"AfE4","at":1700000000123,"raw":"AQID","none":null}`;
    await write({ key: '1', value: `{"schema":${value(schema)},"payload":${payload}}` });
    await expect(
      answerOf(['HGETALL', 'orders:1'], {
        big: '9223372036854775807',
        price: '1272.88',
        at: '1700000000123',
        raw: '\u0001\u0002\u0003',
      }),
    ).resolves.toBeDefined();
  });

  it('entries of a stream, in order', async () => {
    await start('STREAM', { ...asJson, 'redis.keyspace': 'stream:${topic}' });
    await write(
      { key: 'x', value: value({ n: 1, note: null }) },
      { key: 'x', value: null },
      { key: 'x', value: value({ n: 2 }) },
    );
    const entries = await waitFor('two entries', async () => {
      const found = (await redis.cli('XRANGE', 'stream:orders', '-', '+')) as [string, string[]][];
      return found.length === 2 ? found : undefined;
    });
    expect(entries.map(([, fields]) => fields)).toEqual([
      ['n', '1'],
      ['n', '2'],
    ]);
  });

  it('keys into a list, in order, and takes them out again', async () => {
    await start('LIST');
    await write({ key: 'a', value: '1' }, { key: 'b', value: '1' }, { key: 'a', value: '1' });
    await write({ key: 'c', value: '1' }, { key: 'a', value: null }, { key: 'a', value: '1' });
    await expect(answerOf(['LRANGE', 'orders', '0', '-1'], ['b', 'c', 'a'])).resolves.toBeDefined();
  });

  it('keys into a set, and takes them out again', async () => {
    await start('SET');
    await write({ key: 'a', value: '1' }, { key: 'b', value: '1' }, { key: 'a', value: null });
    await write({ key: 'c', value: '1' });
    await expect(answerOf(['SORT', 'orders', 'ALPHA'], ['b', 'c'])).resolves.toBeDefined();
  });

  it('keys with scores into a sorted set', async () => {
    await start('ZSET', asJson);
    await write(
      { key: 'a', value: '2.5' },
      { key: 'b', value: '9007199254740992' },
      { key: 'c', value: '1' },
    );
    await write({ key: 'a', value: '0.1' }, { key: 'c', value: null });
    await expect(
      answerOf(
        ['ZRANGE', 'orders', '0', '-1', 'WITHSCORES'],
        [
          ['a', 0.1],
          ['b', 9007199254740992],
        ],
      ),
    ).resolves.toBeDefined();
  });

  it('bytes as they are', async () => {
    await start('STRING', { 'value.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter' });
    await write({ key: 'a', value: Buffer.from([0xff, 0, 0x0d, 0x0a, 0xfe]) });
    await waitFor('the bytes', async () => (await redis.cli('STRLEN', 'orders:a')) === 5 || undefined);
    await expect(answerOf(['GETRANGE', 'orders:a', '2', '3'], '\r\n')).resolves.toBeDefined();
    await expect(answerOf(['BITCOUNT', 'orders:a'], 8 + 0 + 3 + 2 + 7)).resolves.toBeDefined();
  });

  it('under the key of the record alone, where the keyspace is empty', async () => {
    await start('STRING', { 'redis.keyspace': '', 'redis.separator': '/' });
    await write({ key: 'plain', value: '1' });
    await expect(answerOf(['GET', 'plain'], '1')).resolves.toBeDefined();
  });

  it('with a keyspace and a separator of their own', async () => {
    await start('STRING', { 'redis.keyspace': 'shop_${topic}', 'redis.separator': '/' });
    await write({ key: 'k', value: '1' });
    await expect(answerOf(['GET', 'shop_orders/k'], '1')).resolves.toBeDefined();
  });

  it('in the encoding that is configured', async () => {
    await start('STRING', { 'redis.charset': 'ISO-8859-1' });
    await write({ key: 'a', value: 'ü' });
    await expect(answerOf(['STRLEN', 'orders:a'], 1)).resolves.toBeDefined();
  });
});

describe('keys expire', () => {
  const ttl = { 'redis.key.ttl': '1000' };
  const header = (text: string) => ({ headers: [{ key: 'redis.key.ttl', value: text }] });
  const positive = (seconds: number) => (seconds > 0 ? seconds : undefined);
  const secondsLeft = async (key: string): Promise<number> => Number(await redis.cli('TTL', key));

  it.each(['STRING', 'LIST', 'SET'])('after the seconds that are configured: %s', async (type) => {
    await start(type, ttl);
    await write({ key: 'a', value: '1' });
    const key = type === 'STRING' ? 'orders:a' : 'orders';
    await waitFor('the key', async () => (await redis.cli('EXISTS', key)) === 1 || undefined);
    expect(
      await waitFor('it to expire some time', async () => positive(await secondsLeft(key))),
    ).toBeGreaterThan(900);
  });

  it('after what the header of the record says', async () => {
    await start('HASH', { ...asJson, ...ttl });
    await write(
      { key: 'a', value: value({ n: 1 }), ...header('50') },
      { key: 'b', value: value({ n: 1 }), ...header('-1') },
      { key: 'c', value: value({ n: 1 }), ...header('soon') },
      { key: 'd', value: value({ n: 1 }) },
    );
    await expect(answerOf(['EXISTS', 'orders:d'], 1)).resolves.toBeDefined();
    expect(await secondsLeft('orders:a')).toBeLessThanOrEqual(50);
    expect(await secondsLeft('orders:a')).toBeGreaterThan(40);
    for (const key of ['b', 'c', 'd']) expect(await secondsLeft(`orders:${key}`)).toBeGreaterThan(900);
  });

  it('never by default, nor when they are written anew without', async () => {
    await start('STRING');
    await write({ key: 'a', value: '1', ...header('50') });
    await expect(answerOf(['EXISTS', 'orders:a'], 1)).resolves.toBeDefined();
    expect(await secondsLeft('orders:a')).toBeGreaterThan(40);
    await write({ key: 'a', value: '2' });
    await expect(answerOf(['GET', 'orders:a'], '2')).resolves.toBeDefined();
    expect(await secondsLeft('orders:a')).toBe(-1);
  });
});

describe('a type that the server has no module for', () => {
  it.each([
    ['JSON', { value: '{}' }],
    ['TIMESERIES', { value: '1' }],
  ])('fails the task, saying what lacks: %s', async (type, record) => {
    await start(type, {
      ...asJson,
      'key.converter': json,
      'key.converter.schemas.enable': 'false',
      'redis.keyspace': 'k',
    });
    await write({ key: '1', ...record });
    expect(await worker.untilFailed('sink')).toMatch(/unknown command .?(?:JSON\.SET|TS\.ADD)/);
  });
});
