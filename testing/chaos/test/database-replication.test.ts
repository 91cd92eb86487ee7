import { setTimeout as sleep } from 'node:timers/promises';
import {
  fetchEndOffset,
  makeTempFolder,
  startKafka,
  startMariadb,
  startPostgres,
  waitFor,
  type DatabaseServer,
  type KafkaCluster,
  type TempFolder,
} from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checksumOf, connectTo } from '../src/databases/connect.ts';
import { writeRows } from '../src/databases/writer.ts';
import { chaosSeed, Random } from '../src/random.ts';
import { VictimWorker } from '../src/victim-worker.ts';

const seconds = Number(process.env['SLUICE_CHAOS_SECONDS'] ?? '20');
const writers = 4;
const topic = 'copy-items';

let folder: TempFolder;
let kafka: KafkaCluster;
let source: DatabaseServer;
let target: DatabaseServer;
let worker: VictimWorker;

beforeAll(async () => {
  folder = await makeTempFolder('chaos-db');
  kafka = await startKafka();
  // What it has committed has to be there after kill -9.
  source = await startPostgres(15, { settings: ['synchronous_commit=on'] });
  target = await startMariadb();
  const database = await connectTo(source, 'postgres');
  await database.query(
    `CREATE TABLE items (id BIGSERIAL PRIMARY KEY, owner INT NOT NULL, amount NUMERIC(12,2), note TEXT,
      changed_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp())`,
  );
  await database.close();
  const other = await connectTo(target, 'mysql');
  await other.query('CREATE DATABASE copy CHARACTER SET utf8mb4');
  await other.close();
  worker = await VictimWorker.prepareFiles(folder.path, files);
});

afterAll(async () => {
  await worker.kill();
  await Promise.all([kafka.stop(), source.stop(), target.stop()]);
  await folder.remove();
});

function files(url: string): Record<string, Record<string, string>> {
  const json = 'org.apache.kafka.connect.json.JsonConverter';
  const intoTable = {
    'connector.class': 'io.confluent.connect.jdbc.JdbcSinkConnector',
    'connection.url': target.jdbcUrl('copy'),
    'connection.user': target.user,
    'connection.password': target.password,
    topics: topic,
    'auto.create': 'true',
    'max.retries': '1000',
    'retry.backoff.ms': '200',
  };
  return {
    worker: {
      'bootstrap.servers': kafka.bootstrapServers,
      'key.converter': json,
      'value.converter': json,
      'offset.storage.file.filename': `${folder.path}/connect.offsets`,
      'offset.flush.interval.ms': '500',
      listeners: url,
      // The shortest that a broker allows by itself: on a busy machine, shorter ones have members thrown out for nothing.
      'consumer.session.timeout.ms': '6000',
      'consumer.heartbeat.interval.ms': '1000',
    },
    source: {
      name: 'items-source',
      'connector.class': 'io.confluent.connect.jdbc.JdbcSourceConnector',
      'connection.url': source.jdbcUrl('postgres'),
      'connection.user': source.user,
      'connection.password': source.password,
      'connection.attempts': '1000',
      'connection.backoff.ms': '200',
      mode: 'timestamp+incrementing',
      'timestamp.column.name': 'changed_at',
      'incrementing.column.name': 'id',
      'table.whitelist': 'items',
      'topic.prefix': 'copy-',
      'numeric.mapping': 'none',
      'poll.interval.ms': '100',
    },
    // The same rows, each once, as they are now.
    rows: {
      ...intoTable,
      name: 'items-rows',
      'table.name.format': 'items',
      'insert.mode': 'upsert',
      'pk.mode': 'record_value',
      'pk.fields': 'id',
    },
    // A row for each record of the topic, of which no key keeps one from standing there twice.
    history: {
      ...intoTable,
      name: 'items-history',
      'table.name.format': 'history',
      'exactly.once.table': 'history_offsets',
    },
  };
}

const rowsOfItems = 'SELECT id, owner, amount, note FROM items ORDER BY id';

describe('a table that is copied into another database while everything is killed', () => {
  it(
    'is the same in the end, and every record was written once',
    { timeout: seconds * 1000 + 240_000 },
    async () => {
      const random = new Random(chaosSeed());
      const endMs = performance.now() + seconds * 1000;
      const isOn = (): boolean => performance.now() < endMs;
      await worker.start();
      const writing = Array.from({ length: writers }, (_none, index) =>
        writeRows({
          connect: () => connectTo(source, 'postgres'),
          random: new Random(chaosSeed() + index),
          isOn,
        }),
      );
      const killed = await killInTurns(random, isOn);
      const committed = (await Promise.all(writing)).reduce((sum, count) => sum + count, 0);

      const expected = await checksumOf(source, 'postgres', rowsOfItems);
      await waitFor('both tables to be the same', () => same(expected), {
        timeoutMs: 120_000,
        intervalMs: 500,
      });
      const port = kafka.brokers[0]?.port ?? 0;
      await waitFor('all records to be in the history', () => wholeHistory(port), {
        timeoutMs: 60_000,
        intervalMs: 500,
      });
      await sleep(1000);
      expect(await countOf('history')).toBe(Number(await fetchEndOffset(port, { topic })));
      expect(await checksumOf(target, 'copy', rowsOfItems)).toBe(expected);
      expect(await worker.stop()).toBe('exit code 143');
      console.log(`${seconds} s, ${committed} transactions, ${expected}; killed ${killed.join(', ')}`);
    },
  );
});

async function same(expected: string): Promise<true> {
  const actual = await checksumOf(target, 'copy', rowsOfItems);
  if (actual !== expected) throw new Error(`${actual} instead of ${expected}; ${await states()}`);
  return true;
}

async function wholeHistory(port: number): Promise<true> {
  const [count, records] = [await countOf('history'), Number(await fetchEndOffset(port, { topic }))];
  if (count < records) throw new Error(`${count} of ${records}; ${await states()}`);
  return true;
}

async function countOf(table: string): Promise<number> {
  const connection = await connectTo(target, 'copy');
  try {
    const { rows } = await connection.query(`SELECT COUNT(*) FROM ${table}`);
    return Number(rows[0]?.[0]);
  } finally {
    await connection.close();
  }
}

/** What whoever looks for the reason needs. */
async function states(): Promise<string> {
  const port = kafka.brokers[0]?.port ?? 0;
  const records = await fetchEndOffset(port, { topic }).catch(String);
  const history = await countOf('history').catch(String);
  const status = await worker.ask('/connectors?expand=status').catch(String);
  return `${records} records in the topic, ${history} in the history; ${status}\n${worker.logTail()}`;
}

/** Kills worker, databases and broker, again and again in another order; resolves to who was killed. */
async function killInTurns(random: Random, isOn: () => boolean): Promise<readonly string[]> {
  const faults: Readonly<Record<string, () => Promise<void>>> = {
    worker: async () => {
      await worker.kill();
      await worker.start();
    },
    source: () => source.restart(),
    target: () => target.restart(),
    broker: async () => {
      await kafka.brokers[0]?.restart();
    },
  };
  const killed: string[] = [];
  await sleep(4000);
  while (isOn()) {
    for (const name of random.shuffled(Object.keys(faults))) {
      await faults[name]?.();
      killed.push(name);
      await sleep(random.between(500, 3000));
    }
  }
  return killed;
}
