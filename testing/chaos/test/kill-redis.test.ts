import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { makeTempFolder, RedisServer, startKafka, waitFor } from '@sluice/testing-services';
import type { KafkaCluster, TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chaosSeed, Random } from '../src/random.ts';
import { VictimWorker } from '../src/victim-worker.ts';

const given = process.env['SLUICE_CHAOS_IDS'];
const entryCount = Number(given ?? 20_000);
const killsOfEach = given === undefined ? 1 : 4;
const sessionTimeoutMs = 1000;
const patienceMs = 120_000;
const converter = 'org.apache.kafka.connect.storage.StringConverter';

let folder: TempFolder;
let kafka: KafkaCluster;
let redis: RedisServer;
let worker: VictimWorker;

beforeAll(async () => {
  folder = await makeTempFolder('chaos-redis');
  const properties = { 'group.min.session.timeout.ms': String(sessionTimeoutMs) };
  [kafka, redis] = await Promise.all([startKafka({ properties }), RedisServer.start()]);
  worker = await VictimWorker.prepareFiles(folder.path, (url) => ({
    worker: {
      'bootstrap.servers': kafka.bootstrapServers,
      'key.converter': converter,
      'value.converter': converter,
      'offset.storage.file.filename': join(folder.path, 'connect.offsets'),
      'offset.flush.interval.ms': '200',
      listeners: url,
      'consumer.session.timeout.ms': String(sessionTimeoutMs),
      'consumer.heartbeat.interval.ms': String(sessionTimeoutMs / 5),
    },
    source: {
      name: 'killed-source',
      'connector.class': 'com.redis.kafka.connect.RedisStreamSourceConnector',
      'redis.uri': redis.url,
      'redis.stream.name': 'entries',
      'batch.size': '100',
      topic: 'killed-redis',
    },
    // The key of a record is the id of its entry: the set is the ledger.
    sink: {
      name: 'killed-sink',
      'connector.class': 'com.redis.kafka.connect.RedisSinkConnector',
      'redis.uri': redis.url,
      'redis.type': 'SET',
      'redis.keyspace': 'ledger',
      topics: 'killed-redis',
    },
  }));
});

afterAll(async () => {
  await worker.kill();
  await redis.stop();
  await kafka.stop();
  await folder.remove();
});

async function untilThereAre(count: number): Promise<void> {
  await waitFor(
    `${count} ids`,
    async () => {
      const found = Number(await redis.cli('SCARD', 'ledger'));
      if (found < count) throw new Error(`there are ${found}`);
      return true;
    },
    { timeoutMs: patienceMs, intervalMs: 50 },
  );
}

describe('when worker, broker and Redis are killed', () => {
  it(
    'every entry of the stream gets through the topic into the set all the same',
    { timeout: 900_000 },
    async () => {
      const seed = chaosSeed();
      const random = new Random(seed);
      const kills = {
        worker: async () => {
          await worker.kill();
          await worker.start();
        },
        broker: async () => {
          await kafka.brokers[0]?.kill();
          await sleep(random.between(0, 500));
          await kafka.brokers[0]?.restart();
        },
        redis: async () => {
          await redis.kill();
          await sleep(random.between(0, 500));
          await redis.restart();
        },
      };
      const lines = Array.from({ length: entryCount }, (_none, n) => `XADD entries ${n + 1}-0 n ${n + 1}\n`);
      await redis.pipe(lines.join(''));
      expect(await redis.cli('XLEN', 'entries')).toBe(entryCount);
      await worker.start();
      // Each while records pass.
      const victims = Array.from(
        { length: killsOfEach },
        () => ['worker', 'broker', 'redis'] as const,
      ).flat();
      for (const [index, victim] of random.shuffled(victims).entries()) {
        await untilThereAre(Math.floor((entryCount / victims.length) * random.between(index, index + 0.8)));
        await kills[victim]();
      }
      await untilThereAre(entryCount);
      expect(await redis.cli('SCARD', 'ledger')).toBe(entryCount);
      await waitFor('nothing to be pending', async () => {
        const [pending] = (await redis.cli('XPENDING', 'entries', 'kafka-consumer-group')) as [number];
        return pending === 0 || undefined;
      });
      expect(await worker.stop()).toBe('exit code 143');
      console.log(`seed ${seed}, ${victims.length} kills, ${entryCount} entries: nothing lost`);
    },
  );
});
