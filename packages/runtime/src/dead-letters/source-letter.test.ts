import {
  ConnectHeaders,
  Decimal,
  DecimalSchema,
  schemas,
  SchemaBuilder,
  SourceRecord,
  Struct,
  TypedNumber,
} from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { letterOfSource } from './source-letter.ts';

const valueOf = (value: unknown): string => {
  const text = String(letterOfSource(new SourceRecord({ topic: 't', value })).value);
  return (/"value":{"schema":null,"payload":(.*)},"headers"/s.exec(text) ?? [])[1] ?? text;
};

describe('the dead letter of a source record', () => {
  it('is the record as the connector gave it, and says where it comes from', () => {
    const schema = SchemaBuilder.struct()
      .name('Person')
      .field('id', schemas.int64)
      .field('tags', SchemaBuilder.array(schemas.string).optional().build())
      .field('price', DecimalSchema.builder(2).build())
      .build();
    const value = new Struct(schema)
      .put('id', 9_007_199_254_740_993n)
      .put('tags', ['a'])
      .put('price', new Decimal(1250n, 2));
    const headers = new ConnectHeaders();
    headers.add('h', true, schemas.boolean);
    const record = new SourceRecord({
      topic: 'people',
      kafkaPartition: 3,
      keySchema: schemas.string,
      key: 'k',
      valueSchema: schema,
      value,
      timestampMs: 5,
      headers,
      sourcePartition: { table: 'people' },
      sourceOffset: { lsn: 9_007_199_254_740_993n },
    });
    const letter = letterOfSource(record);
    expect(letter).toMatchObject({
      key: '{"table":"people"}',
      headers: [],
      timestampMs: null,
      origin: [
        { key: '__connect.errors.topic', value: 'people' },
        { key: '__connect.errors.source.partition', value: '{"table":"people"}' },
        { key: '__connect.errors.source.offset', value: '{"lsn":9007199254740993}' },
      ],
    });
    expect(letter.value).toBe(
      '{"topic":"people","partition":3,"timestamp":5,' +
        '"key":{"schema":{"type":"string","optional":false},"payload":"k"},' +
        '"value":{"schema":{"type":"struct","fields":[' +
        '{"type":"int64","optional":false,"field":"id"},' +
        '{"type":"array","items":{"type":"string","optional":false},"optional":true,"field":"tags"},' +
        '{"type":"bytes","optional":false,"name":"org.apache.kafka.connect.data.Decimal","version":1,"parameters":{"scale":"2"},"field":"price"}' +
        '],"optional":false,"name":"Person"},"payload":{"id":9007199254740993,"tags":["a"],"price":"12.50"}},' +
        '"headers":[{"key":"h","schema":{"type":"boolean","optional":false},"payload":true}],' +
        '"source":{"partition":{"table":"people"},"offset":{"lsn":9007199254740993}}}',
    );
  });

  it.each([
    [null, 'null'],
    [1.5, '1.5'],
    [-0, '-0.0'],
    [Number.NaN, '"NaN"'],
    [Number.NEGATIVE_INFINITY, '"-Infinity"'],
    [new TypedNumber('FLOAT64', 1), '1.0'],
    [new TypedNumber('FLOAT32', Number.NaN), '"NaN"'],
    [1n << 70n, '1180591620717411303424'],
    ['a "quoted"\n', '"a \\"quoted\\"\\n"'],
    [Buffer.from([0, 255]), '"AP8="'],
    [new Date(1234), '1234'],
    [[1, [true, null]], '[1,[true,null]]'],
    [new Map<string, unknown>([['a', new Map([['b', 2n]])]]), '{"a":{"b":2}}'],
    [
      new Map<unknown, unknown>([
        [1n, 'x'],
        ['a', null],
      ]),
      '[[1,"x"],["a",null]]',
    ],
    [undefined, 'null'],
    [() => 1, '"function"'],
  ])('has the value %s as %s', (value, json) => {
    expect(valueOf(value)).toBe(json);
  });

  it('has no key where the source has no partitions', () => {
    expect(letterOfSource(new SourceRecord({ topic: 't' })).key).toBeNull();
  });
});
