import {
  type ByteRange,
  DeferredMap,
  formatJavaText,
  TypedNumber,
  Utf8Buffer,
  writeDeferredText,
} from '@sluice/connect-api';
import {
  assert,
  boolean,
  constant,
  constantFrom,
  dictionary,
  double,
  integer,
  letrec,
  nat,
  oneof,
  property,
  string,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonConverter } from '../../json-converter.ts';
import { KnownWays } from './known-ways.ts';

const converter = (): JsonConverter =>
  new JsonConverter({ 'schemas.enable': 'false', 'converter.type': 'value' });

function textOf(map: DeferredMap): string {
  const target = new Utf8Buffer();
  writeDeferredText(map, target);
  return Buffer.from(target.view()).toString();
}

/** A message between other bytes, as it stands in a batch. */
function inBatch(message: string | Buffer): ByteRange {
  const bytes = Buffer.from(message);
  const batch = Buffer.concat([Buffer.from('"'), bytes, Buffer.from('"1e5')]);
  return { bytes: batch, start: 1, end: 1 + bytes.length };
}

/** What a message is read as, its text, and whether that was deferred; `null` when it cannot be read. */
function read(decode: () => { readonly value: unknown }) {
  let value: unknown;
  try {
    ({ value } = decode());
  } catch {
    return null;
  }
  return value instanceof DeferredMap
    ? { value: value.toMap(), text: textOf(value), deferred: true }
    : { value, text: Buffer.from(formatJavaText(value)).toString(), deferred: false };
}

/** Reads the second message by what was learned from the first, and compares that with reading it in full. */
function readBoth(first: string, second: string | Buffer): { readonly deferred: boolean } | null {
  const reader = converter();
  reader.decodeDeferred(inBatch(first));
  const known = read(() => reader.decodeDeferred(inBatch(second)));
  const full = read(() => converter().decode(Buffer.from(second)));
  expect(known === null ? null : { value: known.value, text: known.text }).toEqual(
    full === null ? null : { value: full.value, text: full.text },
  );
  return known;
}

const names = constantFrom('a', 'b', 'name', 'größe', 'with "quotes"', '');
const numbers = oneof(
  integer(),
  double({ noNaN: true, noDefaultInfinity: true }),
  integer({ min: -99_999, max: 99_999 }).map((number) => number / 1000),
  constantFrom(0, 0.001, 0.0009, 1e7, 1_234_567.5, 123_456_789_012_345, 1_234_567_890_123_456),
);
const scalars = oneof(
  numbers.map(String),
  constantFrom('1.0', '-0', '-0.0', '0.0', '007', '1.50', '1e3', '-5.25', '12345678.5', '9007199254740993'),
  boolean().map(String),
  constant('null'),
  oneof(
    string(),
    string({ unit: 'binary' }),
    constantFrom('\ud800', 'a\\/b', 'é', '💧 in water', 'x'.repeat(300)),
  ).map((text) => JSON.stringify(text)),
  constantFrom(String.raw`"\u00e9\/"`, String.raw`"\ud83d\udca7"`),
);
const { message } = letrec<{ message: string; value: string }>((tie) => ({
  value: oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    tie('message'),
    constant('[1,{"a":2}]'),
  ),
  message: dictionary(names, tie('value'), { maxKeys: 6 }).map(
    (members) =>
      `{${Object.entries(members)
        .map(([name, value]) => `${JSON.stringify(name)}:${value}`)
        .join(',')}}`,
  ),
}));

describe('what is known of messages', () => {
  it('reads a message as if nothing were known, whatever was learned', () => {
    assert(
      property(message, message, (first, second) => void readBoth(first, second)),
      { numRuns: 500 },
    );
  });

  it('reads a message again as it was read first', () => {
    assert(
      property(message, (text) => void readBoth(text, text)),
      { numRuns: 500 },
    );
  });

  it('reads what has become of a message whose bytes were changed as if nothing were known', () => {
    const changes = oneof(nat(255), constantFrom(...Buffer.from('{}[]",:\\ \n0e.-tfn')));
    assert(
      property(message, nat(), changes, (text, place, byte) => {
        const changed = Buffer.from(text);
        changed[place % changed.length] = byte;
        readBoth(text, changed);
        readBoth(text, changed.subarray(0, place % changed.length));
        readBoth(text, Buffer.concat([changed, Buffer.of(byte)]));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [
      '{"id":1,"user":{"name":"x","zip":null},"ok":true}',
      '{"id":-27,"user":{"name":"ü","zip":"9"},"ok":null}',
    ],
    ['{ "a" : 1.5 , "b" : "" }\n', '{ "a" : "text" , "b" : false }\n'],
    ['{"a":"b"}', String.raw`{"a":"line\nnext \u00e9 \"quoted\""}`],
    ['{"a":{},"b":0}', '{"a":{},"b":0.0}'],
    ['{}', '{}'],
  ])('leaves a map unmade where the text around its values was there before: %s', (first, second) => {
    expect(readBoth(first, second)?.deferred).toBe(true);
  });

  it.each([
    ['another name', '{"a":1}', '{"b":1}'],
    ['other blanks', '{"a":1}', '{"a": 1}'],
    ['an array', '{"a":[1]}', '{"a":[1]}'],
    ['a name that is there twice', '{"a":1,"a":2}', '{"a":1,"a":2}'],
    ['no object', '"a"', '"a"'],
    ['something after the object', '{"a":1}x', '{"a":1}x'],
    ['a number that Java prints in another way', '{"a":1}', '{"a":1e2}'],
    ['an object where a scalar was', '{"a":1}', '{"a":{"b":1}}'],
  ])('makes the map at once where there is %s', (_reason, first, second) => {
    expect(readBoth(first, second)?.deferred).toBe(false);
  });

  it.each(['utf16le', 'latin1'] as const)('does not take %s for UTF-8', (encoding) => {
    readBoth('{"a":"é"}', Buffer.from('{"a":"é"}', encoding));
    const reader = new KnownWays();
    const bytes = Buffer.from('{"a":"é"}', encoding);
    reader.learn(bytes);
    expect(reader.read(inBatch(bytes))).toBeNull();
  });

  it('has one layout for all messages that are alike', () => {
    const ways = new KnownWays();
    ways.learn(Buffer.from('{"a":1,"b":{"c":2}}'));
    ways.learn(Buffer.from('{"a":1}'));
    const layouts = ['{"a":7,"b":{"c":"x"}}', '{"a":"y"}', '{"a":8,"b":{"c":null}}'].map(
      (text) => ways.read(inBatch(text))?.layout,
    );
    expect(layouts[0]).toEqual({
      entries: [
        { name: 'a', leaf: 0 },
        { name: 'b', below: [{ name: 'c', leaf: 1 }] },
      ],
      leafCount: 2,
    });
    expect(layouts[1]).toEqual({ entries: [{ name: 'a', leaf: 0 }], leafCount: 1 });
    expect(layouts[2]).toBe(layouts[0]);
  });

  it('keeps whole fractions what they are', () => {
    const ways = new KnownWays();
    ways.learn(Buffer.from('{"a":1}'));
    expect(ways.read(inBatch('{"a":3.0}'))?.leafValue(0)).toEqual(new TypedNumber('FLOAT64', 3));
  });

  it('knows many messages at a time, more than fit into one list of places', () => {
    const ways = new KnownWays();
    const texts = Array.from({ length: 10_000 }, (_, index) => `{"number":${index},"text":"t${index}"}`);
    ways.learn(Buffer.from(texts[0] as string));
    const maps = texts.map((text) => ways.read(inBatch(text)));
    expect(maps.map((map) => map?.leafValue(1))).toEqual(texts.map((_, index) => `t${index}`));
  });

  it('stops learning from messages that never are alike, and goes on when others are', () => {
    const ways = new KnownWays();
    for (let index = 0; index < 1000; index += 1) ways.learn(Buffer.from(`{"name${index}":1}`));
    expect(ways.read(inBatch('{"name63":2}'))).not.toBeNull();
    expect(ways.read(inBatch('{"name64":2}'))).toBeNull();
    for (let index = 0; index < 64; index += 1) ways.read(inBatch('{"name7":2}'));
    ways.learn(Buffer.from('{"name64":1}'));
    expect(ways.read(inBatch('{"name64":2}'))).not.toBeNull();
  });

  it('forgets what it knows rather than grow without end', () => {
    const ways = new KnownWays();
    const large = (index: number) => `{"${'n'.repeat(40_000)}${index}":1}`;
    for (let index = 0; index < 8; index += 1) ways.learn(Buffer.from(large(index)));
    expect(ways.read(inBatch(large(0)))).toBeNull();
    expect(ways.read(inBatch(large(7)))).not.toBeNull();
  });
});
