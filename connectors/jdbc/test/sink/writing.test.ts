import { optionalSchemas, SchemaBuilder, schemas, Struct, type SinkRecord } from '@sluice/connect-api';
import { describe, expect, inject, it } from 'vitest';
import { confluentSink, debeziumSink } from '../../src/sink/sink-plugins.ts';
import { record, startSink, valued, type RunningSink } from './running-sink.ts';
import { openTarget, type TargetDatabase, type TargetName } from './target-database.ts';

const targets: readonly TargetName[] = ['sqlite', 'postgres15', 'mariadb', 'mysql8'];

const keySchema = SchemaBuilder.struct().field('id', schemas.int64).build();
const valueSchema = SchemaBuilder.struct()
  .field('name', optionalSchemas.string)
  .field('quantity', optionalSchemas.int32)
  .build();
const wider = SchemaBuilder.struct()
  .field('name', optionalSchemas.string)
  .field('quantity', optionalSchemas.int64)
  .field('note', optionalSchemas.string)
  .build();

function write(id: number, name: string | null, quantity: number | null = null): SinkRecord {
  const value = new Struct(valueSchema).put('name', name).put('quantity', quantity);
  return record({ keySchema, key: new Struct(keySchema).put('id', BigInt(id)), valueSchema, value });
}

function remove(id: number): SinkRecord {
  return record({ keySchema, key: new Struct(keySchema).put('id', BigInt(id)), value: null });
}

const upserting = {
  'insert.mode': 'upsert',
  'pk.mode': 'record_key',
  'delete.enabled': 'true',
  'auto.create': 'true',
  'table.name.format': 'orders',
};

async function withSink(
  target: TargetDatabase,
  config: Readonly<Record<string, string>>,
  use: (sink: RunningSink) => Promise<void>,
): Promise<void> {
  const sink = await startSink(confluentSink, { config: { ...target.config, ...config }, tolerates: true });
  try {
    await use(sink);
  } finally {
    await sink.stop();
  }
}

async function orders(target: TargetDatabase): Promise<unknown[][]> {
  const rows = await target.rows('SELECT id, name, quantity FROM orders ORDER BY id');
  return rows.map((row) => row.map((value) => (value === null ? null : String(value))));
}

describe.each(targets)('a sink of %s', (name) => {
  const withTarget = async (use: (target: TargetDatabase) => Promise<void>): Promise<void> => {
    const target = await openTarget(name, inject('databases').url);
    try {
      await use(target);
    } finally {
      await target.close();
    }
  };

  it('leaves the rows that upserts and deletes of a batch, one after the other, come to', () =>
    withTarget((target) =>
      withSink(target, upserting, async (sink) => {
        await sink.put(
          write(1, 'a', 1),
          write(2, 'b', 2),
          write(1, 'c', 3),
          remove(2),
          write(3, 'd', 4),
          remove(3),
          write(3, 'e', 5),
          remove(4),
        );
        expect(await orders(target)).toEqual([
          ['1', 'c', '3'],
          ['3', 'e', '5'],
        ]);
        await sink.put(write(1, null, null), remove(3), write(9, 'z', 9));
        expect(await orders(target)).toEqual([
          ['1', null, null],
          ['9', 'z', '9'],
        ]);
      }),
    ));

  it('updates rows that are there and adds none', () =>
    withTarget((target) =>
      withSink(target, { ...upserting, 'insert.mode': 'update' }, async (sink) => {
        await target.own.query('CREATE TABLE orders (id BIGINT PRIMARY KEY, name VARCHAR(20), quantity INT)');
        await target.own.query(`INSERT INTO orders VALUES (1, 'a', 1), (2, 'b', 2)`);
        await sink.put(write(1, 'c', 3), write(1, 'd', 4), write(5, 'e', 5));
        expect(await orders(target)).toEqual([
          ['1', 'd', '4'],
          ['2', 'b', '2'],
        ]);
      }),
    ));

  it('adds the columns of new fields, and refuses to where it is not asked to', () =>
    withTarget(async (target) => {
      const value = new Struct(wider).put('name', 'n').put('quantity', 7n).put('note', 'new');
      const next = (): SinkRecord =>
        record({ keySchema, key: new Struct(keySchema).put('id', 2n), valueSchema: wider, value });
      await withSink(target, upserting, async (sink) => {
        await sink.put(write(1, 'a', 1));
        await expect(sink.put(next())).rejects.toThrow(
          /no column note.*auto\.evolve=true.*ALTER TABLE .orders. ADD COLUMN .note. /,
        );
      });
      await withSink(target, { ...upserting, 'auto.evolve': 'true' }, async (sink) => {
        await sink.put(next(), write(3, 'b', 3));
      });
      const rows = await target.rows('SELECT id, note FROM orders ORDER BY id');
      expect(rows.map((row) => row.map((cell) => (cell === null ? null : String(cell))))).toEqual([
        ['1', null],
        ['2', 'new'],
        ['3', null],
      ]);
    }));

  it('reports the rows that the database refuses, with table, key and reason, and writes all others', () =>
    withTarget((target) =>
      withSink(target, { ...upserting, 'insert.mode': 'insert', 'auto.create': 'false' }, async (sink) => {
        await target.own.query(
          'CREATE TABLE orders (id BIGINT PRIMARY KEY, name VARCHAR(20), quantity INT, CHECK (quantity < 100), UNIQUE (name))',
        );
        const good = Array.from({ length: 40 }, (_, n) => write(n, `n${n}`, n));
        const bad = [write(100, 'n3', 1), write(5, 'other', 1)];
        await sink.put(...good.slice(0, 10), ...bad, ...good.slice(10));
        expect((await orders(target)).length).toBe(40);
        expect(sink.reported.length).toBe(2);
        expect(sink.reported[0]).toMatch(
          /The row of table .*orders with id 100 is refused by the database: .*n3|The row of table .*orders with id 100 is refused.*UNIQUE/s,
        );
        expect(sink.reported[1]).toMatch(/orders with id 5 is refused by the database/);
      }),
    ));

  it('writes nothing of a batch in which a record is refused, where errors are not tolerated', () =>
    withTarget(async (target) => {
      await target.own.query('CREATE TABLE orders (id BIGINT PRIMARY KEY, name VARCHAR(20), quantity INT)');
      const sink = await startSink(confluentSink, {
        config: { ...target.config, ...upserting, 'insert.mode': 'insert' },
      });
      await expect(sink.put(write(1, 'a'), write(1, 'b'))).rejects.toMatchObject({
        code: 'DATABASE_CONSTRAINT_VIOLATED',
        message: expect.stringMatching(
          /^The record t-0@\d+ was refused: The row of table .*orders with id 1 /,
        ),
      });
      expect(await orders(target)).toEqual([]);
      await sink.stop();
    }));

  it('needs a key that the database knows to upsert by', () =>
    withTarget((target) =>
      withSink(target, upserting, async (sink) => {
        await target.own.query('CREATE TABLE orders (id BIGINT, name VARCHAR(20), quantity INT)');
        await expect(sink.put(write(1, 'a'))).rejects.toThrow(
          /no primary key or unique index of exactly id.*ALTER TABLE .*orders. ADD UNIQUE/s,
        );
        await target.own.query('CREATE UNIQUE INDEX by_id ON orders (id)');
        await sink.put(write(1, 'a'), write(1, 'b'));
        expect(await orders(target)).toEqual([['1', 'b', null]]);
      }),
    ));

  it('goes on where its offsets are in the database, whatever is put again', () =>
    withTarget(async (target) => {
      const config = {
        ...target.config,
        'auto.create': 'true',
        'table.name.format': 'orders',
        'pk.mode': 'none',
        'exactly.once.table': 'sink_offsets',
      };
      const value = new Struct(valueSchema).put('name', 'x').put('quantity', 1);
      const records = Array.from({ length: 5 }, () => valued(valueSchema, value));
      const [first, , third, , last] = records;
      const one = await startSink(confluentSink, { config });
      expect(one.seeks).toEqual([]);
      await one.put(...records.slice(0, 3));
      await one.put(...records.slice(0, 3));
      const two = await startSink(confluentSink, { config });
      expect(two.seeks).toEqual([{ topic: 't', partition: 0, offset: (third?.kafkaOffset ?? 0) + 1 }]);
      await two.put(...records);
      // The first task has lost its partition to the second and does not know.
      await expect(one.put(...records.slice(3))).rejects.toMatchObject({ code: 'TABLE_OFFSETS_READ' });
      await expect(one.put(...records.slice(3))).rejects.toMatchObject({ code: 'TABLE_OFFSETS_READ' });
      expect(one.seeks.at(-1)).toMatchObject({ offset: (last?.kafkaOffset ?? 0) + 1 });
      expect(await target.rows('SELECT COUNT(*) FROM orders').then(([row]) => Number(row?.[0]))).toBe(5);
      await one.stop();
      await two.stop();
      await confluentSink.alterOffsets?.({ ...config, name: 'sink' }, [
        { topic: 't', partition: 0, offset: first?.kafkaOffset ?? 0 },
      ]);
      const three = await startSink(confluentSink, { config });
      expect(three.seeks).toEqual([{ topic: 't', partition: 0, offset: first?.kafkaOffset }]);
      await three.stop();
    }));

  it('takes change events as they are', () =>
    withTarget(async (target) => {
      const row = SchemaBuilder.struct()
        .optional()
        .field('id', schemas.int64)
        .field('name', optionalSchemas.string)
        .field('quantity', optionalSchemas.int32)
        .build();
      const envelope = SchemaBuilder.struct()
        .name('server.db.orders.Envelope')
        .field('before', row)
        .field('after', row)
        .field('op', schemas.string)
        .build();
      const event = (
        op: string,
        id: number,
        values: Readonly<Record<string, unknown>> | null,
      ): SinkRecord => {
        const state = values === null ? null : new Struct(row).put('id', BigInt(id));
        for (const [field, value] of Object.entries(values ?? {})) state?.put(field, value);
        return record({
          topic: 'orders',
          keySchema,
          key: new Struct(keySchema).put('id', BigInt(id)),
          valueSchema: envelope,
          value: new Struct(envelope)
            .put('op', op)
            .put('after', state)
            .put('before', op === 'd' ? new Struct(row).put('id', BigInt(id)) : null),
        });
      };
      const access = Object.fromEntries(
        Object.entries(target.config).map(([key, text]) => [key.replace(/user$/, 'username'), text]),
      );
      const sink = await startSink(debeziumSink, {
        config: {
          ...access,
          'insert.mode': 'upsert',
          'primary.key.mode': 'record_key',
          'delete.enabled': 'true',
          'truncate.enabled': 'true',
          'schema.evolution': 'basic',
        },
      });
      await sink.put(
        event('r', 1, { name: 'a', quantity: 1 }),
        event('c', 2, { name: 'b', quantity: 2 }),
        event('u', 1, { name: 'c', quantity: 3 }),
        event('d', 2, null),
        record({ topic: 'orders', keySchema, key: new Struct(keySchema).put('id', 2n), value: null }),
      );
      expect(await orders(target)).toEqual([['1', 'c', '3']]);
      await sink.put(event('t', 0, null), event('c', 7, { name: 'after', quantity: 1 }));
      expect(await orders(target)).toEqual([['7', 'after', '1']]);
      await sink.stop();
    }));
});
