import { describe, expect, it } from 'vitest';
import { parseJdbcUrl } from './jdbc-url.ts';

describe('a JDBC URL', () => {
  it.each([
    ['jdbc:postgresql://db:5433/shop?sslmode=require&user=a%20b', 'postgresql', [['db', 5433]], 'shop'],
    [
      'jdbc:postgresql://a:1,b/shop',
      'postgresql',
      [
        ['a', 1],
        ['b', 5432],
      ],
      'shop',
    ],
    ['jdbc:postgresql:shop', 'postgresql', [['localhost', 5432]], 'shop'],
    ['jdbc:postgresql://[::1]:5432/shop', 'postgresql', [['::1', 5432]], 'shop'],
    ['jdbc:mysql://db/shop?useSSL=false', 'mysql', [['db', 3306]], 'shop'],
    [
      'jdbc:mysql:loadbalance://a,b:3307/shop',
      'mysql',
      [
        ['a', 3306],
        ['b', 3307],
      ],
      'shop',
    ],
    ['jdbc:mariadb://db:3310/', 'mariadb', [['db', 3310]], ''],
    ['jdbc:sqlite:/tmp/x.db', 'sqlite', [], '/tmp/x.db'],
    ['jdbc:sqlite::memory:', 'sqlite', [], ':memory:'],
  ] as const)('%s is read', (text, ...[kind, hosts, database]) => {
    const url = parseJdbcUrl(text);
    expect(url.kind).toBe(kind);
    expect(url.hosts.map(({ host, port }) => [host, port])).toEqual(hosts);
    expect(url.database).toBe(database);
  });

  it('has properties, decoded', () => {
    const { properties } = parseJdbcUrl('jdbc:postgresql://db/shop?user=a%20b&ssl');
    expect([...properties]).toEqual([
      ['user', 'a b'],
      ['ssl', 'true'],
    ]);
  });

  it.each([
    ['jdbc:oracle:thin:@db:1521:x', 'There is no driver for oracle'],
    ['postgresql://db/shop', 'It must be a JDBC URL'],
    ['jdbc:mysql://(host=db)/shop', 'Its host is not understood'],
    ['jdbc:postgresql://db:99999/shop', 'Its host is not understood'],
  ])('%s is refused', (text, reason) => {
    expect(() => parseJdbcUrl(text)).toThrow(reason);
  });

  it('is refused without showing what may be secret in it', () => {
    const text = 'jdbc:oracle://scott:tiger@db/x?password=hidden-1';
    expect(() => parseJdbcUrl(text)).toThrow(/jdbc:oracle:\/\/db\/x for configuration connection\.url/);
  });
});
