import { parseProducerSettings, Producer } from '@sluice/kafka-client';
import { createTopic, RedisServer } from '@sluice/testing-services';
import { measureWorker } from '../../measure-worker.ts';
import { redisTarget } from '../../targets/redis-target.ts';
import { workers } from '../../workers/all-workers.ts';
import { payloads, type Payload } from '../payload.ts';
import type { Scenario } from '../scenario.ts';

interface RedisKind {
  readonly what: string;
  readonly payload: Payload;
  readonly value: (number: number) => string;
  readonly countCommand: string;
}

const keys = { 'key.converter': 'org.apache.kafka.connect.storage.StringConverter' };
const json: Payload = {
  ...payloads.json,
  converterProperties: { ...payloads.json.converterProperties, ...keys },
};

const text = (number: number): string => payloads.string.record(number, 100);
const order = (number: number): string =>
  `{"id":${number},"customer":"customer ${number % 997}","total":${number % 1000}.25,"paid":${number % 3 === 0},"city":"city ${number % 101}"}`;

const kinds = {
  STRING: { what: 'strings of 100 bytes', payload: payloads.string, value: text, countCommand: 'DBSIZE' },
  HASH: { what: 'hashes of five fields', payload: json, value: order, countCommand: 'DBSIZE' },
  STREAM: { what: 'entries of five fields', payload: json, value: order, countCommand: 'XLEN redis-STREAM' },
} as const satisfies Record<string, RedisKind>;

const linesAtOnce = 10_000;

/** Records with a key each, in one partition, into a Redis that keeps nothing on disk. */
export function redisSink(type: keyof typeof kinds): Scenario {
  const { what, payload, value, countCommand } = kinds[type];
  const topic = `redis-${type}`;
  return {
    summary: `a topic into Redis as ${what}, with one task, a fifth of --records`,
    contenders: { sluice: workers.sluice },
    metrics: ['recordsPerSecond', 'cpuMicrosPerRecord', 'peakRssMib'],
    bars: type === 'STRING' ? [{ metric: 'recordsPerSecond', reaches: 100_000 }] : [],
    prepare: async (given) => {
      const records = Math.ceil(given.records / 5);
      const stage = { ...given, records, payload };
      await fill({ bootstrapServers: given.kafka.bootstrapServers, topic, records, value });
      const redis = await RedisServer.start({ args: ['--appendonly', 'no'] });
      given.atEnd(() => redis.stop());
      return async ({ name }) => {
        const target = redisTarget(redis.port, countCommand);
        const connector = {
          'connector.class': 'com.redis.kafka.connect.RedisSinkConnector',
          'tasks.max': '1',
          topics: topic,
          'redis.uri': redis.url,
          'redis.type': type,
        };
        try {
          return await measureWorker({ name, worker: workers.sluice, stage, job: { connector, target } });
        } finally {
          await target.remove();
        }
      };
    },
  };
}

interface Filling {
  readonly bootstrapServers: string;
  readonly topic: string;
  readonly records: number;
  readonly value: RedisKind['value'];
}

async function fill({ bootstrapServers, topic, records, value }: Filling): Promise<void> {
  await createTopic(bootstrapServers, { topic, partitions: 1 });
  const producer = new Producer(
    parseProducerSettings({ 'bootstrap.servers': bootstrapServers, 'batch.size': '131072' }).settings,
  );
  await producer.prepare(topic);
  for (let number = 0; number < records; number += 1) {
    const record = { topic, partition: 0, timestampMs: null, key: `order-${number}`, value: value(number) };
    producer.append(record, undefined);
    if (number % linesAtOnce === 0) await producer.flush();
  }
  await producer.flush();
  await producer.close();
}
