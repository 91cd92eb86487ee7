import { describeSinkConnector, describeSourceConnector } from '@sluice/test-kit';
import { RedisServer } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { redisSink, streamSource } from '../src/plugin.ts';

const readme = new URL('../README.md', import.meta.url);
const runner = { describe, it };
const json = {
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
};

let redis: RedisServer;

beforeAll(async () => {
  redis = await RedisServer.start();
});

afterAll(async () => {
  await redis.stop();
});

interface Entry {
  readonly id: string;
  readonly body: { readonly n: string };
}

async function openSink() {
  await redis.cli('FLUSHALL');
  return {
    config: { ...json, 'redis.uri': redis.url, 'redis.type': 'STREAM', 'redis.keyspace': 'delivered' },
    delivered: async () => {
      const entries = (await redis.cli('XRANGE', 'delivered', '-', '+')) as [string, [string, string]][];
      return entries.map(([, [, n]]) => JSON.stringify({ n: Number(n) }));
    },
  };
}

describeSinkConnector(redisSink, {
  readme,
  runner,
  // The machine may be busy with other things.
  patienceMs: 60_000,
  value: (n) => JSON.stringify({ n }),
  badValues: ['"no fields"', '{}'],
  open: openSink,
  block: async () => {
    await redis.kill('SIGSTOP');
    return () => redis.kill('SIGCONT');
  },
});

describeSourceConnector(streamSource, {
  readme,
  runner,
  patienceMs: 60_000,
  // Ids are given, so that all of the value is known.
  value: (n) => JSON.stringify({ id: `${n + 1}-0`, body: { n: String(n) }, stream: 'tested' }),
  open: async () => {
    await redis.cli('FLUSHALL');
    return {
      config: { ...json, 'redis.uri': redis.url, 'redis.stream.name': 'tested' },
      topic: 'tested',
      add: async (values) => {
        for (const value of values) {
          const { id, body } = JSON.parse(value) as Entry;
          await redis.cli('XADD', 'tested', id, 'n', body.n);
        }
      },
    };
  },
});
