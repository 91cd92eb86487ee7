import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, parseJdbcUrl, type Database } from '@sluice/connector-shared-sql';
import {
  makeTempFolder,
  readTopic,
  startPostgres,
  startSluiceWorker,
  waitFor,
  type DatabaseServer,
  type SluiceWorker,
  type TempFolder,
} from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';

/** So long rows are written and processes killed; more of it finds more. */
const seconds = Number(process.env['SLUICE_JDBC_CHAOS_SECONDS'] ?? '12');

let server: DatabaseServer;
let folder: TempFolder;
let worker: SluiceWorker | undefined;

beforeEach(async () => {
  server = await startPostgres(15, {
    settings: ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on'],
  });
  folder = await makeTempFolder('jdbc-ledger');
});

afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await server.stop();
  await folder.remove();
});

function connect(): Promise<Database> {
  const url = parseJdbcUrl(server.jdbcUrl('postgres'));
  return openDatabase({ url, user: server.user, password: null, timeZone: 'UTC', applicationName: 'ledger' });
}

/** Writes rows until it is told to stop, in transactions that overlap those of others; some are rolled back. */
async function write(isOver: () => boolean): Promise<void> {
  let database: Database | null = null;
  while (!isOver()) {
    try {
      database ??= await connect();
      await database.begin();
      const count = 1 + Math.floor(Math.random() * 5);
      await database.query(`INSERT INTO ledger (name) SELECT 'x' FROM generate_series(1, ${count})`);
      await sleep(Math.random() * 60);
      if (Math.random() < 0.1) await database.rollback();
      else await database.commit();
    } catch {
      // The server was killed: what was not committed is gone, and the next attempt finds it started again.
      await database?.close();
      database = null;
      await sleep(50);
    }
  }
  await database?.close();
}

async function startWorker(topic: string): Promise<SluiceWorker> {
  const connector = join(folder.path, 'connector.json');
  const config = {
    'connector.class': 'io.confluent.connect.jdbc.JdbcSourceConnector',
    'tasks.max': '1',
    'connection.url': server.jdbcUrl('postgres'),
    'connection.user': server.user,
    'connection.backoff.ms': '500',
    'connection.attempts': '20',
    mode: 'incrementing',
    'incrementing.column.name': 'id',
    'table.whitelist': 'ledger',
    'poll.interval.ms': '20',
    'topic.prefix': topic.replace(/ledger$/, ''),
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
  };
  await writeFile(connector, JSON.stringify({ name: 'ledger', config }));
  return startSluiceWorker({
    bootstrapServers: inject('kafka').bootstrapServers,
    connectorFiles: [connector],
    properties: {
      'offset.flush.interval.ms': '200',
      'offset.storage.file.filename': join(folder.path, 'offsets'),
    },
  });
}

/** The ids in the topic; none while there is no topic. */
async function idsIn(topic: string): Promise<ReadonlySet<number>> {
  const records = await readTopic(inject('kafka').bootstrapServers, topic);
  return new Set(records.map(({ value }) => (JSON.parse(String(value)) as { readonly id: number }).id));
}

async function idsInTable(): Promise<readonly number[]> {
  const database = await connect();
  const { rows } = await database.query('SELECT id FROM ledger ORDER BY id');
  await database.close();
  return rows.map(([id]) => Number(id));
}

describe('rows that are written while worker and database are killed', () => {
  it(
    'all reach the topic, those that were rolled back do not',
    { timeout: (seconds + 120) * 1000 },
    async () => {
      const topic = `chaos-${process.pid}-ledger`;
      const database = await connect();
      await database.query('CREATE TABLE ledger (id BIGSERIAL PRIMARY KEY, name TEXT NOT NULL)');
      await database.close();
      const endMs = performance.now() + seconds * 1000;
      const isOver = (): boolean => performance.now() >= endMs;
      const writers = Promise.all(Array.from({ length: 4 }, () => write(isOver)));
      worker = await startWorker(topic);
      for (let round = 0; !isOver(); round += 1) {
        await sleep(Math.min(2500, Math.max(0, endMs - performance.now())));
        if (round % 2 === 0) {
          await server.kill();
          await server.restart();
        } else {
          await worker.kill();
          await worker.stop();
          worker = await startWorker(topic);
        }
      }
      await writers;
      // The database may have been started again just now.
      const written = await waitFor('the database to tell what is there', idsInTable);
      expect(written.length).toBeGreaterThan(50);
      const read = await waitFor('every row to be in the topic', async () => {
        const ids = await idsIn(topic);
        return written.every((id) => ids.has(id)) ? ids : undefined;
      });
      expect([...read].sort((a, b) => a - b)).toEqual(written);
    },
  );
});
