import { jsonConverter } from './json-value.ts';
import {
  openDatabase,
  parseJdbcUrl,
  TimeZone,
  type Database,
  type MappingOptions,
} from '@sluice/connector-shared-sql';
import type { Schema, Struct } from '@sluice/connect-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RowStructs } from '../src/source/scan/row-structs.ts';
import { documentedTypes, type DocumentedType } from './documented-types.ts';
import { ownDatabase } from './own-database.ts';

const mapping: Omit<MappingOptions, 'sessionIsUtc'> = {
  numericMapping: 'none',
  defaultNumericScale: 0,
  timestampGranularity: 'connect_logical',
  timeZone: new TimeZone('UTC'),
  calendar: 'LEGACY',
  zeroDates: 'EXCEPTION',
};

interface Opened {
  readonly database: Database;
  close(): Promise<void>;
}

async function openMemory(): Promise<Opened> {
  const url = parseJdbcUrl('jdbc:sqlite::memory:');
  const settings = { url, user: null, password: null, timeZone: 'UTC', applicationName: 'test' };
  const database = await openDatabase(settings);
  return { database, close: () => database.close() };
}

function describeTypes(name: string, types: readonly DocumentedType[], open: () => Promise<Opened>): void {
  describe(`the types of ${name}`, () => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    it.each(types.map((type) => [`${type.type} ${type.value}`, type] as const))(
      '%s become what the documentation says, and null stays null',
      async (_name, type) => {
        const { database } = opened;
        await database.query('DROP TABLE IF EXISTS values_of_type');
        await database.query(`CREATE TABLE values_of_type (id INTEGER PRIMARY KEY, v ${type.type} NULL)`);
        await database.query(`INSERT INTO values_of_type VALUES (1, ${type.value}), (2, NULL)`);
        const [present, absent] = await readAll(database);
        const schema = present?.schema.field('v')?.schema;
        expect(nameOf(schema)).toBe(type.field);
        expect(schema?.optional).toBe(true);
        expect(jsonConverter(present?.schema, present)).toContain(`"v":${type.json}`);
        expect(absent?.get('v')).toBeNull();
      },
    );
  });
}

function nameOf(schema: Schema | undefined): string | undefined {
  return schema?.name?.replace('org.apache.kafka.connect.data.', '') ?? schema?.type;
}

async function readAll(database: Database): Promise<readonly Struct[]> {
  const { kind } = database.dialect;
  const cursor = await database.openCursor('SELECT * FROM values_of_type ORDER BY id');
  const structs = new RowStructs({
    columns: cursor.columns,
    database: kind,
    mapping: { ...mapping, sessionIsUtc: kind === 'mysql' || kind === 'mariadb' },
    name: 'values_of_type',
  });
  const rows = await cursor.read(10);
  await cursor.close();
  return rows.map((row) => structs.make(row));
}

describeTypes('SQLite', documentedTypes('sqlite'), openMemory);
describeTypes('PostgreSQL 15', documentedTypes('postgresql'), () => ownDatabase('postgres15', 'types'));
describeTypes('PostgreSQL 18', documentedTypes('postgresql'), () => ownDatabase('postgres18', 'types'));
describeTypes('MariaDB', documentedTypes('mysql'), () => ownDatabase('mariadb', 'types'));
describeTypes('MySQL 8', documentedTypes('mysql'), () => ownDatabase('mysql8', 'types'));
