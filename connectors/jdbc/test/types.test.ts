import { join } from 'node:path';
import { openDatabase, parseJdbcUrl, type Database } from '@sluice/connector-shared-sql';
import { startTestWorker } from '@sluice/test-kit';
import { makeTempFolder, sharedDatabase, type SharedDatabaseName } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { confluentSource } from '../src/source/source-plugins.ts';
import { documentedTypes, type DocumentedType } from './documented-types.ts';
import { ownDatabase } from './own-database.ts';

interface Opened {
  readonly database: Database;
  readonly config: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

async function openSqlite(): Promise<Opened> {
  const folder = await makeTempFolder('sqlite-types');
  const jdbcUrl = `jdbc:sqlite:${join(folder.path, 'types.db')}`;
  const url = parseJdbcUrl(jdbcUrl);
  const settings = { url, user: null, password: null, timeZone: 'UTC', applicationName: 'test' };
  const database = await openDatabase(settings);
  const close = async (): Promise<void> => {
    await database.close();
    await folder.remove();
  };
  return { database, config: { 'connection.url': jdbcUrl }, close };
}

/** A column of every type, with its value in the first row and null in the second. */
async function makeTable({ database }: Opened, types: readonly DocumentedType[]): Promise<void> {
  const columns = types.map(({ type }, index) => `c${index} ${type} NULL`);
  const values = types.map(({ value }) => value);
  const nulls = types.map(() => 'NULL');
  await database.query(`CREATE TABLE typed (id INTEGER PRIMARY KEY, ${columns.join(', ')}, last INTEGER)`);
  await database.query(`INSERT INTO typed VALUES (1, ${values.join(', ')}, 0)`);
  await database.query(`INSERT INTO typed VALUES (2, ${nulls.join(', ')}, 0)`);
}

/** What JsonConverter wrote for both rows. */
async function readTable({ config }: Opened): Promise<readonly string[]> {
  const worker = await startTestWorker({ plugins: [confluentSource], patienceMs: 30_000 });
  try {
    await worker.putConnector('types', {
      name: 'types',
      'connector.class': confluentSource.className,
      'tasks.max': '1',
      mode: 'incrementing',
      'incrementing.column.name': 'id',
      'topic.prefix': '',
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'true',
      'value.converter.decimal.format': 'NUMERIC',
      ...config,
    });
    const records = await worker.read('typed', 2);
    return records.map(({ value }) => value ?? '');
  } finally {
    await worker.stop();
  }
}

interface JsonField {
  readonly field: string;
  readonly type: string;
  readonly name?: string;
  readonly optional: boolean;
}

const jsonTypes: Readonly<Record<string, string>> = {
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  FLOAT32: 'float',
  FLOAT64: 'double',
  BOOLEAN: 'boolean',
  STRING: 'string',
  BYTES: 'bytes',
};

function describeTypes(name: string, types: readonly DocumentedType[], open: () => Promise<Opened>): void {
  describe(`the types of ${name}`, () => {
    let opened: Opened;
    let present = '';
    let absent = '';
    beforeAll(async () => {
      opened = await open();
      await makeTable(opened, types);
      [present = '', absent = ''] = await readTable(opened);
    });
    afterAll(() => opened.close());

    it.each(types.map((type, index) => ({ ...type, index })))(
      '$type $value becomes $field $json, and null stays null',
      ({ field, json, index }) => {
        const { schema } = JSON.parse(present) as { schema: { fields: readonly JsonField[] } };
        const found = schema.fields.find((one) => one.field === `c${index}`);
        const expected = jsonTypes[field] ?? `org.apache.kafka.connect.data.${field}`;
        expect([found?.type, found?.name]).toContain(expected);
        expect(found?.optional).toBe(true);
        const next = index + 1 < types.length ? `c${index + 1}` : 'last';
        // As text: a number of JavaScript would not hold every digit.
        expect(present).toContain(`"c${index}":${json},"${next}":`);
        expect(absent).toContain(`"c${index}":null,`);
      },
    );
  });
}

const inServer = (server: SharedDatabaseName) => async (): Promise<Opened> =>
  ownDatabase(await sharedDatabase(server, inject('databases').url), 'types');

describeTypes('SQLite', documentedTypes('sqlite'), openSqlite);
describeTypes('PostgreSQL 15', documentedTypes('postgresql'), inServer('postgres15'));
describeTypes('PostgreSQL 18', documentedTypes('postgresql'), inServer('postgres18'));
describeTypes('MariaDB', documentedTypes('mysql'), inServer('mariadb'));
describeTypes('MySQL 8', documentedTypes('mysql'), inServer('mysql8'));
