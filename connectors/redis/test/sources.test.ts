import { startTestWorker, type TestWorker } from '@sluice/test-kit';
import { RedisServer, waitFor } from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plugins } from '../src/index.ts';

const patienceMs = 40_000;
const json = {
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
};

let redis: RedisServer;
let worker: TestWorker;

beforeAll(async () => {
  redis = await RedisServer.start({ args: ['--notify-keyspace-events', 'KEA'] });
});

afterAll(async () => {
  await redis.stop();
});

beforeEach(async () => {
  await redis.cli('FLUSHALL');
  worker = await startTestWorker({ plugins: [...plugins], patienceMs });
});

afterEach(async () => {
  await worker.stop();
});

async function startStream(keys: Record<string, string> = {}): Promise<void> {
  await worker.putConnector('source', {
    'connector.class': 'com.redis.kafka.connect.RedisStreamSourceConnector',
    'redis.uri': redis.url,
    'redis.stream.name': 'events',
    'redis.stream.consumer.group': 'g',
    ...json,
    ...keys,
  });
}

const add = (...numbers: number[]) => redis.pipe(numbers.map((n) => `XADD events ${n}-0 n ${n}\n`).join(''));

async function pending(): Promise<number> {
  const [count] = (await redis.cli('XPENDING', 'events', 'g')) as [number];
  return count;
}

const untilNothingPending = () =>
  waitFor('nothing to be pending', async () => (await pending()) === 0 || undefined, {
    timeoutMs: patienceMs,
  });

async function idsIn(topic: string, count: number): Promise<string[]> {
  return (await worker.read(topic, count)).map(({ key }) => key ?? '');
}

describe('the source of a stream', () => {
  it('makes records of entries as the Java connector does, and acknowledges them', async () => {
    await redis.cli('XADD', 'events', '7-1', 'sku', 'ü', 'n', '1');
    await startStream({ 'value.converter.schemas.enable': 'true', topic: 'from-${stream}' });
    const [record] = await worker.read('from-events', 1);
    expect(record?.key).toBe('7-1');
    const { schema, payload } = JSON.parse(record?.value ?? '') as { schema: unknown; payload: unknown };
    expect(payload).toEqual({ id: '7-1', body: { sku: 'ü', n: '1' }, stream: 'events' });
    const text = { type: 'string', optional: false };
    expect(schema).toMatchObject({
      type: 'struct',
      name: 'com.redis.kafka.connect.stream.Value',
      fields: [
        { ...text, field: 'id' },
        { type: 'map', keys: text, values: text, optional: false, field: 'body' },
        { ...text, field: 'stream' },
      ],
    });
    await untilNothingPending();
  });

  it('begins where it is told, when the group is new', async () => {
    await add(1, 2, 3);
    await startStream({ 'redis.stream.offset': '2-0' });
    expect(await idsIn('events', 1)).toEqual(['3-0']);
  });

  it('reads again what a consumer was given and Kafka may not have', async () => {
    await add(1, 2, 3);
    await redis.cli('XGROUP', 'CREATE', 'events', 'g', '0');
    await redis.cli('XREADGROUP', 'GROUP', 'g', 'consumer-0', 'COUNT', '2', 'STREAMS', 'events', '>');
    await redis.cli('XDEL', 'events', '2-0');
    await startStream();
    expect(await idsIn('events', 2)).toEqual(['1-0', '3-0']);
    await untilNothingPending();
  });

  it('reads what tasks left that there are no longer', async () => {
    await add(1, 2, 3, 4);
    await redis.cli('XGROUP', 'CREATE', 'events', 'g', '0');
    for (const task of ['consumer-1', 'consumer-3']) {
      await redis.cli('XREADGROUP', 'GROUP', 'g', task, 'COUNT', '1', 'STREAMS', 'events', '>');
    }
    await startStream();
    expect((await idsIn('events', 4)).toSorted()).toEqual(['1-0', '2-0', '3-0', '4-0']);
    await untilNothingPending();
  });

  it('divides entries over tasks', async () => {
    await startStream({ 'tasks.max': '2', 'batch.size': '5' });
    await add(...Array.from({ length: 60 }, (_none, n) => n + 1));
    expect(new Set(await idsIn('events', 60)).size).toBe(60);
    await untilNothingPending();
    const consumers = (await redis.cli('XINFO', 'CONSUMERS', 'events', 'g')) as unknown[];
    expect(consumers).toHaveLength(2);
  });

  it('leaves nothing pending where each entry is delivered at most once', async () => {
    await add(1, 2);
    await startStream({ 'redis.stream.delivery': 'at-most-once' });
    expect(await idsIn('events', 2)).toEqual(['1-0', '2-0']);
    expect(await pending()).toBe(0);
  });

  it('makes the group anew when somebody removed it, and goes on where it was', async () => {
    await add(1, 2);
    await startStream();
    await idsIn('events', 2);
    await untilNothingPending();
    await redis.cli('XGROUP', 'DESTROY', 'events', 'g');
    await add(3);
    expect(await idsIn('events', 3)).toEqual(['1-0', '2-0', '3-0']);
  });

  it('goes on when the server comes back', async () => {
    await startStream();
    await add(1);
    await idsIn('events', 1);
    await redis.restart();
    await add(2);
    expect(new Set(await idsIn('events', 2))).toEqual(new Set(['1-0', '2-0']));
    expect((await worker.status('source')).tasks[0]?.state).toBe('RUNNING');
  });

  it('fails at an entry that is no text, naming entry and field, and leaves it out where errors are tolerated', async () => {
    await redis.pipe('XADD events 1-0 raw "\\xff\\xfe"\nXADD events 2-0 n 2\n');
    await startStream();
    expect(await worker.untilFailed('source')).toMatch(
      /The field 'raw' of the entry 1-0 of events is no text in UTF-8/,
    );
    await startStream({ 'errors.tolerance': 'all' });
    expect(await idsIn('events', 1)).toEqual(['2-0']);
    await untilNothingPending();
  });

  it('fails where the key is no stream', async () => {
    await redis.cli('SET', 'events', 'x');
    await worker.putConnector('source', {
      'connector.class': 'com.redis.kafka.connect.RedisStreamSourceConnector',
      'redis.uri': redis.url,
      'redis.stream.name': 'events',
    });
    expect(await worker.untilFailed('source')).toMatch(/Reading the stream events failed: .*WRONGTYPE/);
  });
});

async function startKeys(keys: Record<string, string> = {}): Promise<void> {
  await worker.putConnector('source', {
    'connector.class': 'com.redis.kafka.connect.RedisKeysSourceConnector',
    'redis.uri': redis.url,
    'redis.keys.pattern': 'shop:*',
    topic: 'keys',
    ...json,
    ...keys,
  });
}

interface KeyValue {
  readonly key: string;
  readonly ttl: number;
  readonly type: string;
  readonly string: string | null;
}

/** The last value of each key, once `isThere` says so. */
async function untilKeys(
  isThere: (values: Map<string, KeyValue>) => boolean,
): Promise<Map<string, KeyValue>> {
  return waitFor(
    'the keys',
    async () => {
      const records = await worker.read('keys', 1);
      const values = new Map(
        records.map(({ key, value }) => [key ?? '', JSON.parse(value ?? '') as KeyValue]),
      );
      return isThere(values) ? values : undefined;
    },
    { timeoutMs: patienceMs },
  );
}

describe('the source of keys', () => {
  it('reads keys of all types that are there', async () => {
    await redis.cli('SET', 'shop:s', 'text', 'EX', '1000');
    await redis.cli('HSET', 'shop:h', 'a', '1', 'b', '2');
    await redis.cli('RPUSH', 'shop:l', 'x', 'y', 'x');
    await redis.cli('SADD', 'shop:m', 'one');
    await redis.cli('ZADD', 'shop:z', '1.5', 'low', '7', 'high');
    await redis.cli('XADD', 'shop:x', '1-0', 'n', '1');
    await redis.cli('SET', 'other', 'not read');
    await startKeys();
    const values = await untilKeys((found) => found.size === 6);
    const empty = { hash: null, string: null, json: null, list: null, set: null, zset: null };
    const never = { ...empty, ttl: -1 };
    expect(values.get('shop:s')).toMatchObject({ ...empty, key: 'shop:s', type: 'string', string: 'text' });
    expect(values.get('shop:s')?.ttl).toBeGreaterThan(Date.now() + 900_000);
    expect(values.get('shop:h')).toEqual({ ...never, key: 'shop:h', type: 'hash', hash: { a: '1', b: '2' } });
    expect(values.get('shop:l')).toEqual({ ...never, key: 'shop:l', type: 'list', list: ['x', 'y', 'x'] });
    expect(values.get('shop:m')).toEqual({ ...never, key: 'shop:m', type: 'set', set: ['one'] });
    expect(values.get('shop:z')).toEqual({
      ...never,
      key: 'shop:z',
      type: 'zset',
      zset: [
        [1.5, 'low'],
        [7, 'high'],
      ],
    });
    expect(values.get('shop:x')).toEqual({ ...never, key: 'shop:x', type: 'stream' });
  });

  it('reads keys again when they change, are deleted or expire', async () => {
    await redis.cli('SET', 'shop:a', '1');
    await startKeys();
    await untilKeys((found) => found.has('shop:a'));
    await redis.cli('SET', 'shop:a', '2');
    await redis.cli('SET', 'shop:b', '1');
    await redis.cli('SET', 'shop:c', '1', 'PX', '50');
    await untilKeys((found) => found.get('shop:a')?.string === '2' && found.get('shop:b')?.string === '1');
    await redis.cli('DEL', 'shop:b');
    const values = await untilKeys(
      (found) => found.get('shop:b')?.type === 'none' && found.get('shop:c')?.type === 'none',
    );
    expect(values.get('shop:b')).toMatchObject({ ttl: -2, string: null });
  });

  it('reads only changes where that is asked for', async () => {
    await redis.cli('SET', 'shop:old', '1');
    await startKeys({ mode: 'LIVEONLY' });
    await waitFor('the task to listen', async () => {
      await redis.cli('SET', 'shop:new', '1');
      return (await redis.cli('PUBSUB', 'NUMPAT')) === 1 || undefined;
    });
    await redis.cli('SET', 'shop:new', '2');
    const values = await untilKeys((found) => found.get('shop:new')?.string === '2');
    expect([...values.keys()]).toEqual(['shop:new']);
  });

  it('reads everything again after the server was away', async () => {
    await redis.cli('SET', 'shop:a', '1');
    await startKeys();
    await untilKeys((found) => found.has('shop:a'));
    await redis.restart();
    await redis.cli('SET', 'shop:meanwhile', '1');
    await untilKeys((found) => found.has('shop:meanwhile'));
    await redis.cli('SET', 'shop:later', '1');
    const values = await untilKeys((found) => found.has('shop:later'));
    expect(values.get('shop:later')).toMatchObject({ string: '1' });
  });

  it('stops listening after the time without changes that is configured', async () => {
    await startKeys({ 'redis.keys.timeout': '300' });
    await waitFor('nobody to listen', async () => (await redis.cli('PUBSUB', 'NUMPAT')) === 0 || undefined);
    expect((await worker.status('source')).tasks[0]?.state).toBe('RUNNING');
  });

  it('fails at members of one score, which a map by score cannot hold, and has maps by member', async () => {
    await redis.cli('ZADD', 'shop:z', '1', 'a', '1', 'b');
    await startKeys();
    expect(await worker.untilFailed('source')).toMatch(/sorted set shop:z has members of the same score/);
    await startKeys({ 'redis.keys.zset': 'member' });
    const values = await untilKeys((found) => found.has('shop:z'));
    expect(values.get('shop:z')).toMatchObject({ zset: { a: 1, b: 1 } });
  });
});
