import { type Database, type TableId } from '@sluice/connector-shared-sql';
import { openDatabase, parseJdbcUrl } from '@sluice/connector-shared-sql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableChoice } from '../config/source-settings.ts';
import { divide } from './divide-tables.ts';
import { findTables, matchesAny, names } from './table-choice.ts';
import { formatTableNames, parseTableNames } from './table-names.ts';

const all: TableChoice = {
  included: [],
  excluded: [],
  includePatterns: [],
  excludePatterns: [],
  catalog: null,
  schemaPattern: null,
  types: ['TABLE'],
};

let database: Database;
beforeAll(async () => {
  const url = parseJdbcUrl('jdbc:sqlite::memory:');
  database = await openDatabase({
    url,
    user: null,
    password: null,
    timeZone: 'UTC',
    applicationName: 'test',
  });
  for (const table of ['orders', 'order_items', 'Customers', 'a,b', 'c"d'])
    await database.query(`CREATE TABLE ${database.dialect.quote(table)} (id INTEGER)`);
  await database.query('CREATE VIEW recent AS SELECT * FROM orders');
});
afterAll(() => database.close());

describe('the tables that are read', () => {
  it.each([
    [{}, ['Customers', 'a,b', 'c"d', 'order_items', 'orders']],
    [{ included: ['orders', 'customers'] }, ['orders']],
    [{ excluded: ['orders', 'a,b'] }, ['Customers', 'c"d', 'order_items']],
    [{ includePatterns: ['order.*'] }, ['order_items', 'orders']],
    [{ includePatterns: ['order.*'], excludePatterns: ['.*_items'] }, ['orders']],
    [{ types: ['VIEW'] }, ['recent']],
  ])('by %j are %j', async (choice, expected) => {
    const found = await findTables(database, { ...all, ...choice });
    expect(found.map(({ table }) => table)).toEqual(expected);
  });

  it('may be named with or without what stands before them', () => {
    const table: TableId = { catalog: null, schema: 'public', table: 'orders' };
    const dialect = { ...database.dialect, parseTable: (name: string) => parse(name) };
    expect(names(dialect, 'orders', table)).toBe(true);
    expect(names(dialect, 'public.orders', table)).toBe(true);
    expect(names(dialect, 'shop.public.orders', table)).toBe(true);
    expect(names(dialect, 'other.orders', table)).toBe(false);
    expect(matchesAny(['public\\.orders'], table)).toBe(true);
    expect(matchesAny(['public'], table)).toBe(false);
  });

  it('are divided into neighbours', () => {
    expect(divide([1, 2, 3, 4, 5], 2)).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(divide([1], 4)).toEqual([[1]]);
    expect(divide([], 4)).toEqual([]);
  });

  it('come back from the configuration of a task, whatever is in their names', async () => {
    const tables = await findTables(database, all);
    const text = formatTableNames(database.dialect, tables);
    expect(parseTableNames(database.dialect, text)).toEqual(tables);
  });
});

function parse(name: string): TableId {
  const [table = '', schema = null, catalog = null] = name.split('.').toReversed();
  return { catalog, schema, table };
}
