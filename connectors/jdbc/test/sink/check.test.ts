import { parseConfig, type CheckFinding } from '@sluice/connect-api';
import { describe, expect, inject, it } from 'vitest';
import { checkSink } from '../../src/sink/check/check-sink.ts';
import { settingsOfConfluent } from '../../src/sink/config/settings-of-config.ts';
import { confluentSinkConfig } from '../../src/sink/config/sink-configs.ts';
import { openTarget, type TargetName } from './target-database.ts';

function check(config: Readonly<Record<string, string>>): Promise<readonly CheckFinding[]> {
  return checkSink(settingsOfConfluent(parseConfig(confluentSinkConfig, config)), config['topics']);
}

const upsert = {
  'table.name.format': 'orders',
  'insert.mode': 'upsert',
  'pk.mode': 'record_value',
  'pk.fields': 'id',
};

describe.each<TargetName>(['sqlite', 'postgres15', 'mariadb', 'mysql8'])(
  'the check of a sink of %s',
  (name) => {
    it('says what is missing, and what mends it', async () => {
      const target = await openTarget(name, inject('databases').url);
      const { config, own } = target;
      try {
        expect(await check({ ...config, ...upsert })).toMatchObject([
          { outcome: 'passed' },
          {
            outcome: 'failed',
            message: expect.stringMatching(/no table .*orders/) as string,
            remedy: expect.stringMatching(/auto\.create=true/) as string,
          },
        ]);
        await own.query('CREATE TABLE orders (nr INT)');
        expect((await check({ ...config, ...upsert })).map(({ message }) => message).join('\n')).toMatch(
          /no column id.*no primary key or unique index of exactly id/s,
        );
        await own.query('DROP TABLE orders');
        await own.query('CREATE TABLE orders (id INT PRIMARY KEY)');
        expect((await check({ ...config, ...upsert })).map(({ outcome }) => outcome)).toEqual([
          'passed',
          'passed',
        ]);
        expect(await check({ ...config, topics: 'orders, items' })).toMatchObject([
          { outcome: 'passed' },
          { subject: expect.stringContaining('orders') as string, outcome: 'passed' },
          { subject: expect.stringContaining('items') as string, outcome: 'failed' },
        ]);
        expect(
          (await check({ ...config, topics: 'orders', 'exactly.once.table': 'kept' })).at(-1),
        ).toMatchObject({
          subject: expect.stringContaining('kept') as string,
          outcome: 'passed',
        });
      } finally {
        await target.close();
      }
    });
  },
);

describe.each<TargetName>(['postgres15', 'mariadb', 'mysql8'])('the check of a sink of %s', (name) => {
  it('names the grant that a user lacks, and who is not let in', async () => {
    const target = await openTarget(name, inject('databases').url);
    const { own, config } = target;
    const isPostgres = name === 'postgres15';
    const user = `limited_${Date.now()}`;
    const account = isPostgres ? user : `'${user}'@'%'`;
    try {
      await own.query('CREATE TABLE orders (id INT PRIMARY KEY)');
      await own.query(isPostgres ? `CREATE ROLE ${user} LOGIN` : `CREATE USER ${account} IDENTIFIED BY 'pw'`);
      await own.query(`GRANT SELECT ON orders TO ${account}`);
      const limited = { ...config, 'connection.user': user, 'connection.password': 'pw' };
      const [, finding] = await check({ ...limited, ...upsert });
      expect(finding).toMatchObject({ outcome: 'failed' });
      expect(`${finding?.message} ${finding?.remedy}`).toMatch(
        /INSERT, UPDATE.*GRANT INSERT, UPDATE ON .*orders. TO .*limited/s,
      );
      await own.query(`GRANT INSERT, UPDATE ON orders TO ${account}`);
      expect((await check({ ...limited, ...upsert })).map(({ outcome }) => outcome)).toEqual([
        'passed',
        'passed',
      ]);
      const [refused] = await check({ ...limited, 'connection.user': 'nobody_at_all' });
      expect(refused).toMatchObject({ subject: 'connection', outcome: 'failed' });
    } finally {
      await own.query(isPostgres ? `DROP OWNED BY ${user}` : 'SELECT 1');
      await own.query(`DROP ${isPostgres ? 'ROLE' : 'USER'} ${account}`);
      await target.close();
    }
  });

  it('says that nobody answers', async () => {
    const kind = name === 'postgres15' ? 'postgresql' : 'mariadb';
    const [finding] = await check({
      'connection.url': `jdbc:${kind}://127.0.0.1:1/x`,
      'connection.user': 'x',
    });
    expect(finding).toMatchObject({ subject: 'connection', outcome: 'failed', keys: ['connection.url'] });
  });
});
