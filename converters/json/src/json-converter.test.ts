import {
  DateSchema,
  optionalSchemas,
  SchemaBuilder,
  schemas,
  Struct,
  valueEquals,
  type Schema,
} from '@sluice/connect-api';
import { failureOf } from '@sluice/connect-api/vector-notation';
import { describe, expect, it } from 'vitest';
import { JsonConverter } from './json-converter.ts';

const unreadable = 'Converting byte[] to Kafka Connect data failed due to serialization error: ';

function converter(options: Readonly<Record<string, string>> = {}): JsonConverter {
  return new JsonConverter({ 'converter.type': 'value', ...options });
}

const plain = converter({ 'schemas.enable': 'false' });

function readPlain(text: string | Buffer): unknown {
  return plain.decode(Buffer.from(text)).value;
}

function envelope(schema: string, payload: string): Buffer {
  return Buffer.from(`{"schema":${schema},"payload":${payload}}`);
}

const pair =
  '{"type":"struct","fields":[{"field":"a","type":"int32"},{"field":"b","type":"string","optional":true,"default":"d"}]}';

/** Reads payloads of one schema one after the other: the first one is read with the schema, the others without. */
function readPairs(...payloads: string[]): string[] {
  const json = converter();
  return ['{"a":0,"b":null}', ...payloads]
    .map((payload) => String(json.decode(envelope(pair, payload)).value))
    .slice(1);
}

describe('JsonConverter reading a repeated schema', () => {
  it('takes members in any order, ignores unknown ones and fills absent ones', () => {
    expect(
      readPairs('{"a":1,"b":"x"}', '{"b":"x","a":1}', '{"z":[{}],"a":1,"y":0}', '{ "b" : null , "a" : 1 }'),
    ).toEqual(['Struct{a=1,b=x}', 'Struct{a=1,b=x}', 'Struct{a=1,b=d}', 'Struct{a=1,b=d}']);
  });

  it('lets the last of repeated members win, whatever the others are', () => {
    expect(readPairs('{"a":1,"a":2}', '{"a":null,"b":"x","a":2}', '{"b":"x","a":1,"b":5}')).toEqual([
      'Struct{a=2,b=d}',
      'Struct{a=2,b=x}',
      'Struct{a=1}',
    ]);
  });

  it('knows names that are written with escapes', () => {
    expect(readPairs(String.raw`{"\u0061":1,"b":"x"}`)).toEqual(['Struct{a=1,b=x}']);
  });

  it('gives the same schema object for the same schema text', () => {
    const json = converter();
    const first = json.decode(envelope(pair, '{"a":1}')).schema;
    expect(json.decode(envelope(pair, '{"a":2}')).schema).toBe(first);
    expect(json.decode(Buffer.from(`{"payload":{"a":2},"schema":${pair}}`)).schema).toBe(first);
  });

  it('keeps many schemas apart that take turns', () => {
    const json = converter({ 'schemas.cache.size': '10' });
    for (let turn = 0; turn < 3; turn++) {
      for (let field = 0; field < 40; field++) {
        const schema = `{"type":"struct","fields":[{"field":"f${field}","type":"int32"}]}`;
        const { value } = json.decode(envelope(schema, `{"f${field}":${turn}}`));
        expect(String(value)).toBe(`Struct{f${field}=${turn}}`);
      }
    }
  });

  it('reads envelopes with blanks in them', () => {
    const json = converter();
    const message = Buffer.from(`{"schema": ${pair}, "payload": {"a": 1}} `);
    expect(String(json.decode(message).value)).toBe('Struct{a=1,b=d}');
    expect(String(json.decode(message).value)).toBe('Struct{a=1,b=d}');
  });

  it('still refuses a third member, and text that is not JSON', () => {
    const json = converter();
    json.decode(envelope(pair, '{"a":1}'));
    expect(() => json.decode(envelope(pair, '{"a":1},"x":1'))).toThrow('may not contain additional fields');
    expect(() => json.decode(envelope(pair, '{"a":1'))).toThrow(unreadable);
    expect(() => json.decode(envelope(pair, '{"a":1}x'))).toThrow(unreadable);
  });

  it('says that text is not JSON before it says that a value does not fit', () => {
    const json = converter();
    json.decode(envelope(pair, '{"a":1}'));
    expect(failureOf(() => json.decode(envelope(pair, '5,}')))?.message).toBe(unreadable);
    const configured = converter({ 'schema.content': pair });
    expect(failureOf(() => configured.decode(Buffer.from('[1,]')))?.message).toBe(unreadable);
    expect(failureOf(() => configured.decode(Buffer.from('[1]')))?.message).toBe(
      'Structs should be encoded as JSON objects, but found ARRAY',
    );
  });

  it('names the first field in the order of the schema that does not fit', () => {
    const dates =
      '{"type":"struct","fields":[{"field":"a","type":"int32","name":"org.apache.kafka.connect.data.Time"},{"field":"b","type":"bytes"}]}';
    const json = converter();
    json.decode(envelope(dates, '{"a":1,"b":""}'));
    expect(() => json.decode(envelope(dates, '{"b":"!","a":"x"}'))).toThrow('Invalid type for Time');
  });
});

describe('JsonConverter reading JSON', () => {
  it.each([
    ['UTF-16LE', Buffer.from('{"é":1}', 'utf16le')],
    ['UTF-16LE with a mark', Buffer.from('\ufeff{"é":1}', 'utf16le')],
    ['UTF-16BE with a mark', Buffer.from('\ufeff{"é":1}', 'utf16le').swap16()],
    ['UTF-32BE', Buffer.from('0000007b00000022000000e9000000220000003a000000310000007d', 'hex')],
    [
      'UTF-32LE with a mark',
      Buffer.from('fffe00007b00000022000000e9000000220000003a000000310000007d000000', 'hex'),
    ],
  ])('detects %s', (_, bytes) => {
    expect(readPlain(bytes)).toEqual(new Map([['é', 1]]));
  });

  it('keeps members apart that objects have of themselves, in their order', () => {
    const value = readPlain('{"__proto__":1,"2":2,"constructor":3,"1":4}') as Map<string, unknown>;
    expect([...value]).toEqual([
      ['__proto__', 1],
      ['2', 2],
      ['constructor', 3],
      ['1', 4],
    ]);
  });

  it.each([
    '{',
    '[',
    '"',
    '"a',
    '{"a"',
    '{"a":',
    '{"a":1',
    '[1',
    '[1,',
    '[,1]',
    '[1,]',
    '[1}',
    '{"a":1]',
    '{,}',
    '{"a" 1}',
    '{"a":1,}',
    '{1:1}',
    '-',
    '1.',
    '1.e5',
    '.5',
    '+1',
    '1e',
    '1e+',
    '1x',
    '1,',
    '5]',
    'nul',
    'nullx',
    'truex',
    'fals',
    String.raw`"\x"`,
    String.raw`"\u12"`,
    String.raw`"\u12g4"`,
    '"\u0001"',
    '\u000b1',
    '1e2147483648',
    '[1 2]',
    '{"a":1 "b":2}',
  ])('refuses %j', (text) => {
    expect(failureOf(() => readPlain(text))).toEqual({ class: 'DataException', message: unreadable });
  });

  it('says where and why, in the cause', () => {
    const failure = (() => {
      try {
        return readPlain('{"a":1,}');
      } catch (error) {
        return error as Error;
      }
    })() as Error;
    expect((failure.cause as Error).message).toBe(
      'Unexpected character } at 7: expected a member name in double quotes',
    );
  });

  it.each<[string, unknown]>([
    ['1 x', 1],
    ['"a"b', 'a'],
    ['[]]', []],
    ['null,', null],
    ['\t\r\n 007', 7],
    ['-0', 0],
    ['-00.50e-0', -0.5],
    [String.raw`"\/\"\\\b\f\n\r\t\u00E9\ud83d"`, '/"\\\b\f\n\r\té\ud83d'],
    ['9007199254740993', 9007199254740993n],
    ['18446744073709551617', 1],
  ])('reads %j', (text, value) => {
    expect(valueEquals(readPlain(text), value)).toBe(true);
  });

  it('reads a negative zero as zero, as decimal numbers have none', () => {
    expect(String(plain.encode(null, readPlain('[-0.0,-0e5,0.0]')))).toBe('[0.0,0.0,0.0]');
  });

  it('takes bytes with blanks between groups of four', () => {
    const json = converter({ 'schema.content': '{"type":"bytes"}' });
    expect(json.decode(Buffer.from('" YWJj\\nZGVm"')).value).toEqual(Buffer.from('abcdef'));
    expect(() => json.decode(Buffer.from('"YW=="x'))).not.toThrow();
    expect(() => json.decode(Buffer.from('"YQ==YQ=="'))).toThrow('Invalid bytes field');
  });

  it('rounds to 32 bits once', () => {
    const json = converter({ 'schema.content': '{"type":"float"}' });
    expect(json.decode(Buffer.from('1.00000017881393432617187499')).value).toBe(1.0000001192092896);
  });

  it('is not slowed down by defaults within defaults', () => {
    let schema = '{"type":"int32"}';
    for (let depth = 0; depth < 60; depth++) schema = `{"type":"array","items":${schema},"default":[]}`;
    expect(converter().decode(envelope(schema, '[]')).value).toEqual([]);
  });
});

describe('JsonConverter writing', () => {
  const json = converter({ 'schemas.enable': 'false' });
  const struct = SchemaBuilder.struct().field('a', schemas.int32).build();

  it('follows a schema in everything, also where the struct has an equal one of its own', () => {
    const equal = SchemaBuilder.struct().field('a', schemas.int32).build();
    expect(json.encode(struct, new Struct(equal).put('a', 1))).toBe('{"a":1}');
  });

  it.each<[string, Schema, unknown]>([
    ['Invalid type for INT32: class java.lang.Double', schemas.int32, 1.5],
    ['Invalid type for INT8: class java.lang.Long', schemas.int8, 128],
    ['Invalid type for INT64: class java.lang.Long', schemas.int64, 2n ** 63n],
    ['Invalid value for Date: a Date that is no instant', DateSchema.schema, new Date(Number.NaN)],
    [
      'Conversion error: null value for field that is required and has no default value',
      schemas.int32,
      undefined,
    ],
  ])('says "%s"', (message, schema, value) => {
    expect(() => json.encode(schema, value)).toThrow(message);
  });

  it('takes undefined for null', () => {
    expect(json.encode(optionalSchemas.int32, undefined)).toBe('null');
    expect(json.encode(null, [undefined])).toBe('[null]');
    expect(json.encode(null, undefined)).toBeNull();
  });

  it('refuses a value that contains itself', () => {
    const endless: unknown[] = [];
    endless.push(new Map([['again', endless]]));
    expect(failureOf(() => json.encode(null, endless))).toEqual({
      class: 'DataException',
      message: 'Converting Kafka Connect data to byte[] failed due to serialization error: ',
    });
  });

  it('writes as deep as it reads', () => {
    const deepest = readPlain('['.repeat(1000) + ']'.repeat(1000));
    expect(json.encode(null, deepest)).toBe('['.repeat(1000) + ']'.repeat(1000));
    expect(() => json.encode(null, [deepest])).toThrow('Converting Kafka Connect data to byte[] failed');
  });
});
