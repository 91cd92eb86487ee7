import {
  ConnectHeaders,
  parseConfig,
  parseDecimal,
  SchemaBuilder,
  schemas,
  SinkRecord,
  Struct,
  type SinkRecordInit,
} from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { redisSinkConfig } from '../config/sink-config.ts';
import { CommandBatch } from './command-batch.ts';
import { recordWriter } from './record-writers.ts';
import { sinkSettings } from './sink-settings.ts';

type Given = Partial<SinkRecordInit>;

const record = (init: Given) =>
  new SinkRecord({ topic: 'orders', kafkaPartition: 0, kafkaOffset: 0, key: 'k', ...init });

function commandsOf(config: Record<string, string>, ...given: readonly Given[]): string[] {
  const batch = new CommandBatch();
  const write = recordWriter(sinkSettings(parseConfig(redisSinkConfig, config)), () => {});
  for (const [index, init] of given.entries()) write(record(init), index, batch);
  return batch.finish().map(({ args }) => args.map(String).join(' '));
}

const map = (entries: Record<string, unknown>) => new Map(Object.entries(entries));

describe('a record becomes', () => {
  it.each<[string, Given, string[]]>([
    ['STRING', { value: 'v' }, ['SET orders:k v']],
    ['STRING', { value: null }, ['DEL orders:k']],
    ['STRING', { key: 7, keySchema: schemas.int32, value: Buffer.from('b') }, ['SET orders:7 b']],
    ['STRING', { key: Buffer.from('bytes'), value: '' }, ['SET orders:bytes ']],
    ['HASH', { value: map({ a: 1, b: 'x', c: null }) }, ['HSET orders:k a 1 b x', 'HDEL orders:k c']],
    ['HASH', { value: map({ a: null }) }, ['HDEL orders:k a']],
    ['HASH', { value: null }, ['DEL orders:k']],
    ['JSON', { value: '{"a":1}' }, ['JSON.SET orders:k $ {"a":1}']],
    ['JSON', { value: map({ a: [1, true] }) }, ['JSON.SET orders:k $ {"a":[1,true]}']],
    ['STREAM', { key: null, value: map({ a: 1, b: null }) }, ['XADD orders * a 1']],
    ['STREAM', { value: null }, []],
    ['LIST', { value: 1 }, ['RPUSH orders k']],
    ['LIST', { value: null }, ['LREM orders 0 k']],
    ['SET', { value: 1 }, ['SADD orders k']],
    ['SET', { value: null }, ['SREM orders k']],
    ['ZSET', { value: 2.5 }, ['ZADD orders 2.5 k']],
    ['ZSET', { value: 12n, valueSchema: schemas.int64 }, ['ZADD orders 12 k']],
    ['ZSET', { value: -Infinity }, ['ZADD orders -inf k']],
    ['ZSET', { value: null }, ['ZREM orders k']],
    ['TIMESERIES', { key: 5, value: 1 }, ['TS.ADD orders 5 1']],
    ['TIMESERIES', { key: 5n, value: null }, ['TS.DEL orders 5 5']],
  ])('as %s, example %#', (type, given, expected) => {
    expect(commandsOf({ 'redis.type': type }, given)).toEqual(expected);
  });

  it('fields with exact decimals, instants in milliseconds, JSON for what has parts', () => {
    const inner = SchemaBuilder.struct().field('x', schemas.int64).build();
    const schema = SchemaBuilder.struct()
      .field(
        'price',
        SchemaBuilder.bytes().name('org.apache.kafka.connect.data.Decimal').parameter('scale', '2').build(),
      )
      .field('at', SchemaBuilder.int64().name('org.apache.kafka.connect.data.Timestamp').build())
      .field('inner', inner)
      .field('ratio', schemas.float64)
      .build();
    const value = new Struct(schema)
      .put('price', parseDecimal('10.50'))
      .put('at', new Date(5))
      .put('inner', new Struct(inner).put('x', 9007199254740993n))
      .put('ratio', 1);
    expect(commandsOf({ 'redis.type': 'HASH' }, { value, valueSchema: schema })).toEqual([
      'HSET orders:k price 10.50 at 5 inner {"x":9007199254740993} ratio 1.0',
    ]);
  });

  it('one command with others of its key, as long as their order does not matter', () => {
    const keys = [
      ['a', 1],
      ['b', 1],
      ['a', null],
      ['c', 1],
    ] as const;
    const given = keys.map(([key, value]) => ({ key, value }));
    expect(commandsOf({ 'redis.type': 'SET' }, ...given)).toEqual([
      'SADD orders a b',
      'SREM orders a',
      'SADD orders c',
    ]);
    expect(commandsOf({ 'redis.type': 'LIST' }, ...given)).toEqual([
      'RPUSH orders a b',
      'LREM orders 0 a',
      'RPUSH orders c',
    ]);
  });

  it.each<[string, Given, string]>([
    ['STRING', { key: null, value: 'v' }, 'The record has no key'],
    ['STRING', { value: 5 }, 'a text or bytes are needed'],
    ['HASH', { value: 'text' }, 'no struct or map'],
    ['HASH', { value: new Map() }, 'has no field'],
    ['STREAM', { value: map({ a: null }) }, 'All fields of the value are null'],
    ['LIST', { key: 5, value: 1 }, 'a text or bytes are needed'],
    ['ZSET', { value: 'high' }, 'a number is needed'],
    ['ZSET', { value: Number.NaN }, 'no number that has an order'],
    ['ZSET', { value: 9007199254740993n }, 'more digits'],
    ['TIMESERIES', { value: 1 }, 'the time in milliseconds is needed'],
  ])('nothing as %s, example %#', (type, given, message) => {
    expect(() => commandsOf({ 'redis.type': type }, given)).toThrow(message);
  });

  it('an error that names the field', () => {
    const given = { value: map({ good: 'a', bad: '\ud800' }) };
    expect(() => commandsOf({ 'redis.type': 'HASH' }, given)).toThrow(
      expect.objectContaining({ field: 'bad' }),
    );
  });
});

describe('a key expires', () => {
  const header = (value: unknown) => new ConnectHeaders().add('redis.key.ttl', value);
  const ttl = { 'redis.key.ttl': '60' };

  it.each<[string, Given, string[]]>([
    ['STRING', {}, ['SET orders:k v EX 60']],
    ['STRING', { headers: header('5') }, ['SET orders:k v EX 5']],
    ['STRING', { headers: header(5n) }, ['SET orders:k v EX 5']],
    ['STRING', { headers: header(Buffer.from('5')) }, ['SET orders:k v EX 5']],
    ['STRING', { headers: header('0') }, ['SET orders:k v EX 60']],
    ['STRING', { headers: header('soon') }, ['SET orders:k v EX 60']],
    ['STRING', { headers: header(null) }, ['SET orders:k v EX 60']],
    ['JSON', {}, ['JSON.SET orders:k $ v', 'EXPIRE orders:k 60']],
    ['LIST', {}, ['RPUSH orders k', 'EXPIRE orders 60']],
  ])('%s %#', (type, given, expected) => {
    expect(commandsOf({ 'redis.type': type, ...ttl }, { value: 'v', ...given })).toEqual(expected);
  });

  it('once for a batch where records share it, as the last one says', () => {
    const given = [{ value: 1 }, { key: 'l', value: 1, headers: header('7') }];
    expect(commandsOf({ 'redis.type': 'SET', ...ttl }, ...given)).toEqual([
      'SADD orders k l',
      'EXPIRE orders 7',
    ]);
  });
});
