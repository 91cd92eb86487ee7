import {
  DateSchema,
  Decimal,
  DecimalSchema,
  isDataError,
  optionalSchemas,
  SchemaBuilder,
  schemas,
  Struct,
  TimestampSchema,
  TypedNumber,
} from '@sluice/connect-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { record } from '../fixtures/records.ts';
import { DocumentText } from './document-text.ts';
import { StreamDocumentText } from './stream-document.ts';

const compact = { compactsMaps: true };
const textOf = (value: unknown, options = compact): string =>
  new DocumentText(options).of(record(1, { value }));

const schema = SchemaBuilder.struct()
  .field('id', schemas.int64)
  .field('price', DecimalSchema.builder(2).build())
  .field('day', DateSchema.schema)
  .field('at', TimestampSchema.optionalSchema)
  .field('ratio', schemas.float64)
  .field('small', schemas.float32)
  .field('bytes', schemas.bytes)
  .field('tags', SchemaBuilder.array(schemas.string).build())
  .field('counts', SchemaBuilder.map(schemas.string, schemas.int32).build())
  .field('byId', SchemaBuilder.map(schemas.int32, schemas.string).build())
  .field('name', SchemaBuilder.string().optional().default('nobody').build())
  .field('note', optionalSchemas.string)
  .build();

function order(): Struct {
  return new Struct(schema)
    .put('id', 9_223_372_036_854_775_807n)
    .put('price', new Decimal(123_456_789_012_345_678_901n, 2))
    .put('day', new Date('2024-05-06T00:00:00Z'))
    .put('at', new Date('2024-05-06T07:08:09.010Z'))
    .put('ratio', 1)
    .put('small', 0.1)
    .put('bytes', Buffer.from('abc'))
    .put('tags', ['a "quoted" one', 'line\nend'])
    .put('counts', new Map([['x', 1]]))
    .put('byId', new Map([[1, 'x']]));
}

describe('a document', () => {
  it('holds every type exactly', () => {
    expect(textOf(order())).toBe(
      '{"id":9223372036854775807,"price":1234567890123456789.01,"day":1714953600000,"at":1714979289010,' +
        '"ratio":1.0,"small":0.1,"bytes":"YWJj","tags":["a \\"quoted\\" one","line\\nend"],"counts":{"x":1},' +
        '"byId":[{"key":1,"value":"x"}],"name":"nobody","note":null}',
    );
  });

  it('holds maps as lists where they are not to be compact', () => {
    expect(textOf(order(), { compactsMaps: false })).toContain('"counts":[{"key":"x","value":1}]');
  });

  it('tells whole numbers from fractions without a schema', () => {
    const value = new Map<string, unknown>([
      ['int', 1],
      ['long', 9_007_199_254_740_993n],
      ['float', new TypedNumber('FLOAT64', 1)],
      ['nested', new Map([['list', [1.5, null, true]]])],
      ['byId', new Map([[1, 'x']])],
    ]);
    expect(textOf(value)).toBe(
      '{"int":1,"long":9007199254740993,"float":1.0,"nested":{"list":[1.5,null,true]},"byId":[{"key":1,"value":"x"}]}',
    );
  });

  it('never has a line end in it, and reads back as it was', () => {
    const codes = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 });
    const text = codes.map((list) => String.fromCharCode(...list));
    fc.assert(
      fc.property(text, text, (key, value) => {
        const document = textOf(new Map([[key, value]]));
        expect(document).not.toContain('\n');
        expect(JSON.parse(document)).toEqual({ [key]: value });
      }),
    );
  });

  it.each<[string, unknown, string]>([
    ['NaN', new Map([['a', new Map([['b', Number.NaN]])]]), 'a.b'],
    ['a value that is missing', new Struct(schema).put('id', 1n), 'price'],
    ['infinity in a struct', order().put('ratio', Infinity), 'ratio'],
  ])('cannot hold %s; the error names the field', (_what, value, field) => {
    let failure: unknown = null;
    try {
      textOf(value);
    } catch (error) {
      failure = error;
    }
    expect(isDataError(failure) && failure.field).toBe(field);
  });
});

describe('a document of a data stream', () => {
  const value = new Map<string, unknown>([
    ['n', 1],
    ['at', '2024-05-06'],
    ['@timestamp', 5],
  ]);
  const textAt = (from: string[], keeps: boolean, timestampMs: number | null = 99): string =>
    new StreamDocumentText({ field: '@timestamp', from, keeps }, compact).of(
      record(1, { value, timestampMs }),
    );

  it('has the timestamp of the record, in place of one that it had', () => {
    expect(textAt([], false)).toBe('{"@timestamp":99,"n":1,"at":"2024-05-06"}');
  });

  it('has the first field that there is of those that are named', () => {
    expect(textAt(['x', 'at'], false)).toBe('{"@timestamp":"2024-05-06","n":1,"at":"2024-05-06"}');
  });

  it('keeps its own time where it should', () => {
    expect(textAt([], true)).toBe('{"n":1,"at":"2024-05-06","@timestamp":5}');
  });

  it('cannot be made without any', () => {
    expect(() => textAt([], false, null)).toThrow('needs a time');
  });
});
