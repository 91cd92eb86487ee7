import { describe, expect, it } from 'vitest';
import { mysqlDialect } from '../mysql/mysql-dialect.ts';
import { postgresDialect } from '../postgres/postgres-dialect.ts';
import { sqliteDialect } from '../sqlite/sqlite-dialect.ts';
import { matchesLike, quoteTable } from './dialect.ts';
import { splitName } from './table-id.ts';

describe('the name of a table', () => {
  it.each([
    ['orders', ['orders']],
    ['public.orders', ['public', 'orders']],
    ['"a.b"."c""d"', ['a.b', 'c"d']],
    ['`a.b`.c', ['a.b', 'c']],
  ])('%s has the parts %j', (text, parts) => {
    expect(splitName(text)).toEqual(parts);
  });

  it.each([postgresDialect, mysqlDialect, sqliteDialect])('comes back from between its quotes', (dialect) => {
    const table = dialect.parseTable(dialect.kind === 'mysql' ? '`x``y.z`' : '"x""y.z"');
    expect(dialect.parseTable(quoteTable(dialect, table))).toEqual(table);
  });

  it('has a catalog in MySQL where others have a schema', () => {
    expect(mysqlDialect.parseTable('shop.orders')).toEqual({
      catalog: 'shop',
      schema: null,
      table: 'orders',
    });
    expect(postgresDialect.parseTable('shop.orders')).toEqual({
      catalog: null,
      schema: 'shop',
      table: 'orders',
    });
    expect(() => sqliteDialect.parseTable('shop.orders')).toThrow('is not the name of a table');
  });
});

describe('a pattern of LIKE', () => {
  it.each([
    ['public', 'public', true],
    ['pub%', 'public', true],
    ['p_blic', 'public', true],
    ['p\\_blic', 'public', false],
    ['p\\_blic', 'p_blic', true],
    ['a.c', 'abc', false],
    ['%', 'a\nb', true],
  ])('%s for %j: %s', (pattern, name, expected) => {
    expect(matchesLike(pattern, name)).toBe(expected);
  });
});
