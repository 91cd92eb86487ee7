import { SchemaBuilder, schemas, SinkRecord, Struct } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { listedFields, namedFields } from './field-filter.ts';
import { collectionNaming, tableNaming } from './table-naming.ts';

const of = (topic: string): SinkRecord => new SinkRecord({ topic, kafkaPartition: 0, kafkaOffset: 0 });

describe('tables are named', () => {
  it.each([
    ['${topic}', {}, 'a.b', 'a.b'],
    ['shop.${topic}_rows', {}, 'orders', 'shop.orders_rows'],
    ['${topic}', { normalize: true }, 'a.b-c', 'a_b_c'],
    ['${topic}', { mapping: ['orders:shop.o'] }, 'orders', 'shop.o'],
    ['x_${topic}', { mapping: ['orders:shop.o'] }, 'items', 'x_items'],
  ])('by %s with %j: %s is %s', (...[format, options, topic, table]) => {
    expect(tableNaming(format, options)(of(topic))).toBe(table);
  });

  it('by no mapping that is none', () => {
    expect(() => tableNaming('${topic}', { mapping: ['orders'] })).toThrow('orders is no topic:table');
  });

  it('as Debezium does, also by the source of an event', () => {
    const source = SchemaBuilder.struct().field('table', schemas.string).build();
    const event = SchemaBuilder.struct().field('source', source).build();
    const value = new Struct(event).put('source', new Struct(source).put('table', 'orders'));
    const record = of('server.db.orders').with({ valueSchema: event, value });
    expect(collectionNaming('${topic}')(record)).toBe('server_db_orders');
    expect(collectionNaming('x_${source.table}_${topic}')(record)).toBe('x_orders_server_db_orders');
    expect(() => collectionNaming('${source.table}')(of('t'))).toThrow(
      'source.table, which the record has not',
    );
  });
});

describe('fields become columns', () => {
  it('that are named, or all', () => {
    expect(['a', 'b'].map((field) => namedFields(['a'])('t', field))).toEqual([true, false]);
    expect(namedFields([])('t', 'b')).toBe(true);
  });

  it('that are included and not excluded, by topic if need be', () => {
    const accepts = listedFields(['a', 't:b'], ['other:a']);
    expect([accepts('t', 'a'), accepts('t', 'b'), accepts('u', 'b'), accepts('other', 'a')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(listedFields(null, ['a'])('t', 'a')).toBe(false);
  });
});
