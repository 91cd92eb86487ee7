import { parseConfig } from '@sluice/connect-api';
import { startTestWorker, waitFor, type TestWorker } from '@sluice/test-kit';
import { sharedDatabase } from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { confluentSource } from '../src/source/source-plugins.ts';
import { ownDatabase, type OwnDatabase } from './own-database.ts';

const servers = ['postgres15', 'postgres18', 'mariadb', 'mysql8'] as const;
const json = {
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
};

let own: OwnDatabase;
let worker: TestWorker;

function source(config: Readonly<Record<string, string>>): Record<string, string> {
  return {
    name: 'source',
    'connector.class': confluentSource.className,
    'tasks.max': '1',
    'topic.prefix': 'db-',
    'poll.interval.ms': '50',
    ...json,
    ...own.config,
    ...config,
  };
}

async function start(config: Readonly<Record<string, string>>): Promise<void> {
  await worker.putConnector('source', source(config));
  await worker.untilRunning('source');
}

/** The values of a field in all records of a topic, once there are so many. */
async function read(topic: string, count: number, field = 'id'): Promise<readonly unknown[]> {
  const records = await worker.read(topic, count);
  return records.map(({ value }) => (JSON.parse(value ?? '') as Record<string, unknown>)[field]);
}

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** What a look at the database finds wrong, by key. */
async function problems(config: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const properties = source(config);
  const context = { connector: 'source', properties, log, signal: AbortSignal.timeout(30_000) };
  const parsed = parseConfig(confluentSource.config, properties);
  const findings = (await confluentSource.check?.(parsed, context)) ?? [];
  return Object.fromEntries(
    findings
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ keys = [], message, remedy = '' }) => [keys[0] ?? '', `${message} ${remedy}`]),
  );
}

for (const server of servers) {
  const isPostgres = server.startsWith('postgres');
  describe(`the source on ${server}`, () => {
    beforeAll(async () => {
      own = await ownDatabase(await sharedDatabase(server, inject('databases').url), 'source');
    });
    afterAll(() => own.close());
    beforeEach(async () => {
      worker = await startTestWorker({ plugins: [confluentSource], patienceMs: 30_000 });
      await own.database.query('DROP TABLE IF EXISTS orders');
      const key = isPostgres ? 'SERIAL PRIMARY KEY' : 'INT AUTO_INCREMENT PRIMARY KEY';
      const time = isPostgres ? 'timestamptz NOT NULL DEFAULT now()' : 'DATETIME(6) NOT NULL DEFAULT NOW(6)';
      await own.database.query(`CREATE TABLE orders (id ${key}, changed ${time}, name VARCHAR(40))`);
    });
    afterEach(() => worker.stop());

    it('does not miss a row that commits after one with a higher number', async () => {
      const late = await own.connect();
      await late.begin();
      await late.query(`INSERT INTO orders (name) VALUES ('late')`);
      await own.database.query(`INSERT INTO orders (name) VALUES ('early')`);
      await startAndSeeOpen({ mode: 'incrementing' });
      await late.commit();
      await late.close();
      expect(await read('db-orders', 2, 'name')).toEqual(['late', 'early']);
    });

    it('misses it when it is told to ignore late commits', async () => {
      const late = await own.connect();
      await late.begin();
      await late.query(`INSERT INTO orders (name) VALUES ('late')`);
      await own.database.query(`INSERT INTO orders (name) VALUES ('early')`);
      await start({ mode: 'incrementing', 'late.commits': 'ignore' });
      expect(await read('db-orders', 1, 'name')).toEqual(['early']);
      await late.commit();
      await late.close();
      await own.database.query(`INSERT INTO orders (name) VALUES ('next')`);
      expect(await read('db-orders', 2, 'name')).toEqual(['early', 'next']);
    });

    it('does not miss a row whose transaction began before the last poll', async () => {
      const late = await own.connect();
      await late.begin();
      await late.query('SELECT COUNT(*) FROM orders');
      await late.query(`INSERT INTO orders (name) VALUES ('late')`);
      await own.database.query(`INSERT INTO orders (name) VALUES ('early')`);
      await startAndSeeOpen({
        mode: 'timestamp+incrementing',
        'timestamp.column.name': 'changed',
        'incrementing.column.name': 'id',
      });
      await late.commit();
      await late.close();
      expect(new Set(await read('db-orders', 2, 'name'))).toEqual(new Set(['early', 'late']));
    });

    it('reads changed rows again by their time, and rows of one time whole', async () => {
      const at = "'2024-01-01 00:00:00.000001'";
      await own.database.query(
        `INSERT INTO orders (changed, name) VALUES (${at}, 'a'), (${at}, 'b'), (${at}, 'c')`,
      );
      await start({ mode: 'timestamp', 'timestamp.column.name': 'changed', 'batch.max.rows': '2' });
      expect(new Set(await read('db-orders', 3, 'name'))).toEqual(new Set(['a', 'b', 'c']));
      await own.database.query(
        `UPDATE orders SET name = 'd', changed = '2024-01-01 00:00:00.000002' WHERE name = 'a'`,
      );
      expect((await read('db-orders', 4, 'name')).at(-1)).toBe('d');
    });

    it('takes up new columns and leaves out those that went', async () => {
      await own.database.query(`INSERT INTO orders (name) VALUES ('a')`);
      await start({ mode: 'incrementing', 'incrementing.column.name': 'id' });
      expect(await read('db-orders', 1, 'name')).toEqual(['a']);
      await own.database.query('ALTER TABLE orders ADD COLUMN size INT');
      await own.database.query(`INSERT INTO orders (name, size) VALUES ('b', 7)`);
      expect(await read('db-orders', 2, 'size')).toEqual([undefined, 7]);
      await own.database.query('ALTER TABLE orders DROP COLUMN name');
      await own.database.query('INSERT INTO orders (size) VALUES (8)');
      expect(await read('db-orders', 3, 'name')).toEqual(['a', 'b', undefined]);
    });

    it('goes on after its connection was cut, with nothing lost', async () => {
      await own.database.query(`INSERT INTO orders (name) VALUES ('a')`);
      await start({ mode: 'incrementing', 'incrementing.column.name': 'id' });
      expect(await read('db-orders', 1)).toEqual([1]);
      await cutOthers();
      await own.database.query(`INSERT INTO orders (name) VALUES ('b')`);
      expect(await read('db-orders', 2)).toEqual([1, 2]);
      expect(worker.abandoned).toEqual([]);
    });

    it('reads a query, and everything again in bulk', async () => {
      await own.database.query(`INSERT INTO orders (name) VALUES ('a'), ('b')`);
      await start({
        query: 'SELECT o.id AS number, o.name FROM orders o',
        mode: 'bulk',
        'topic.prefix': 'all',
        'poll.interval.ms': '200',
      });
      expect((await read('all', 4, 'number')).slice(0, 4)).toEqual([1, 2, 1, 2]);
    });

    it('finds tables that are made while it runs', async () => {
      await start({
        mode: 'incrementing',
        'table.whitelist': 'orders, returns',
        'table.poll.interval.ms': '100',
      });
      const key = isPostgres ? 'SERIAL PRIMARY KEY' : 'INT AUTO_INCREMENT PRIMARY KEY';
      await own.database.query(`CREATE TABLE returns (id ${key}, name VARCHAR(40))`);
      await own.database.query(`INSERT INTO returns (name) VALUES ('x')`);
      expect(await read('db-returns', 1, 'name')).toEqual(['x']);
      await own.database.query('DROP TABLE returns');
    });

    it('says in a check what is wrong and what mends it', async () => {
      const good = { mode: 'incrementing', 'incrementing.column.name': 'id' };
      expect(
        await problems({ ...good, 'connection.url': own.jdbcUrl.replace(/:\d+\//, ':1/') }),
      ).toMatchObject({
        'connection.url': expect.stringMatching(/Check host, port/),
      });
      expect(await problems({ ...good, 'table.whitelist': 'ordesr' })).toMatchObject({
        'table.whitelist': expect.stringMatching(/There is no table ordesr/),
      });
      expect(await problems({ ...good, 'incrementing.column.name': 'number' })).toMatchObject({
        'incrementing.column.name': expect.stringMatching(/has no column "number"; it has id, changed, name/),
      });
      expect(
        await problems({ mode: 'timestamp', 'timestamp.column.name': 'name', 'table.whitelist': 'orders' }),
      ).toMatchObject({ 'timestamp.column.name': expect.stringMatching(/may be null.*NOT NULL/) });
      expect(await problems({ mode: 'bulk', query: 'SELECT * FROM nowhere' })).toMatchObject({
        query: expect.stringMatching(/nowhere/),
      });
      expect(await problems({ ...good, 'table.whitelist': 'orders' })).toEqual({});
    });

    it('says whose privilege is missing, and what to grant', async () => {
      const user = `reader_${process.pid}`;
      const asReader = { 'connection.user': user, 'connection.password': 'right', mode: 'incrementing' };
      await own.database.query(
        isPostgres
          ? `CREATE ROLE ${user} LOGIN PASSWORD 'right'`
          : `CREATE USER '${user}'@'%' IDENTIFIED BY 'right'`,
      );
      try {
        const found = await problems({ ...asReader, 'table.whitelist': 'orders' });
        // MySQL shows nobody a database that he has no privilege in.
        expect(found['connection.user']).toMatch(
          isPostgres ? /permission denied.*GRANT SELECT ON "public"\."orders"/ : /denied.*GRANT CONNECT/,
        );
      } finally {
        await own.database.query(isPostgres ? `DROP ROLE ${user}` : `DROP USER '${user}'@'%'`);
      }
    });

    it.skipIf(isPostgres)('says who may not see transactions, and never a password', async () => {
      const user = `blind_${process.pid}`;
      const asReader = { 'connection.user': user, 'connection.password': 'right', mode: 'incrementing' };
      await own.database.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'right'`);
      await own.database.query(`GRANT SELECT ON orders TO '${user}'@'%'`);
      try {
        const refused = await problems({ ...asReader, 'connection.password': 'wrong-1' });
        expect(refused['connection.user']).toMatch(/Access denied.*Correct connection\.user/);
        expect(JSON.stringify(refused)).not.toContain('wrong-1');
        const blind = await problems({ ...asReader, 'late.commits': 'wait' });
        expect(blind['late.commits']).toMatch(/GRANT PROCESS/);
        expect(await problems(asReader)).toEqual({});
      } finally {
        await own.database.query(`DROP USER '${user}'@'%'`);
      }
    });

    it('fails with the name of a table that may not be read', async () => {
      await own.database.query(`INSERT INTO orders (name) VALUES ('a')`);
      await start({ mode: 'incrementing', 'incrementing.column.name': 'id' });
      expect(await read('db-orders', 1)).toEqual([1]);
      await own.database.query('ALTER TABLE orders RENAME TO hidden_orders');
      expect(await worker.untilFailed('source')).toMatch(/The table \S*orders/);
      await own.database.query('DROP TABLE hidden_orders');
    });
  });

  /** Starts the source and waits until it has seen that a transaction is open. */
  async function startAndSeeOpen(config: Readonly<Record<string, string>>): Promise<void> {
    const before = await transactionsBegun();
    await start(config);
    await waitFor('the source to look at transactions', async () => {
      if (!isPostgres) return (await transactionsBegun()) > before || undefined;
      const { rows } = await own.database.query(
        `SELECT 1 FROM pg_stat_activity
          WHERE application_name = 'sluice' AND query LIKE '%pg_locks%' AND datname = current_database()`,
      );
      return rows.length > 0 || undefined;
    });
  }

  /** So many were begun in all connections: looking at them begins one. */
  async function transactionsBegun(): Promise<number> {
    if (isPostgres) return 0;
    const { rows } = await own.database.query(`SHOW GLOBAL STATUS LIKE 'Com_begin'`);
    return Number(rows[0]?.[1]);
  }

  async function cutOthers(): Promise<void> {
    const { rows } = await own.database.query(
      isPostgres
        ? `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'sluice' AND datname = current_database()`
        : `SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()`,
    );
    if (isPostgres) return;
    for (const [id] of rows) await own.database.query(`KILL ${String(id)}`).catch(() => {});
  }
}
