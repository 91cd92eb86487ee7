import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from './protocol-error.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

function written(write: (writer: WireWriter) => void): Buffer {
  const writer = new WireWriter();
  write(writer);
  return writer.finish();
}

interface Primitive {
  name: string;
  values: fc.Arbitrary<unknown>;
  write: (writer: WireWriter, value: never) => void;
  read: (reader: WireReader) => unknown;
}

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const text = fc.string({ unit: 'grapheme', maxLength: 400 });
const binary: fc.Arbitrary<Buffer> = fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes));
const uuid = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));

function primitive<T>(
  name: string,
  values: fc.Arbitrary<T>,
  access: { write: (writer: WireWriter, value: T) => void; read: (reader: WireReader) => T },
): Primitive {
  return { name, values, ...access };
}

const primitives: Primitive[] = [
  primitive('int8', fc.integer({ min: -128, max: 127 }), {
    write: (w, v) => w.int8(v),
    read: (r) => r.int8(),
  }),
  primitive('int16', fc.integer({ min: -32768, max: 32767 }), {
    write: (w, v) => w.int16(v),
    read: (r) => r.int16(),
  }),
  primitive('uint16', fc.integer({ min: 0, max: 65535 }), {
    write: (w, v) => w.uint16(v),
    read: (r) => r.uint16(),
  }),
  primitive('int32', fc.integer(), { write: (w, v) => w.int32(v), read: (r) => r.int32() }),
  primitive('uint32', uint32, { write: (w, v) => w.uint32(v), read: (r) => r.uint32() }),
  primitive('int64', int64, { write: (w, v) => w.int64(v), read: (r) => r.int64() }),
  primitive('float64', fc.double(), { write: (w, v) => w.float64(v), read: (r) => r.float64() }),
  primitive('bool', fc.boolean(), { write: (w, v) => w.bool(v), read: (r) => r.bool() }),
  primitive('varint', fc.integer(), { write: (w, v) => w.varint(v), read: (r) => r.varint() }),
  primitive('varlong', int64, { write: (w, v) => w.varlong(v), read: (r) => r.varlong() }),
  primitive('unsigned varint', uint32, {
    write: (w, v) => w.unsignedVarint(v),
    read: (r) => r.unsignedVarint(),
  }),
  primitive('string', fc.option(text), { write: (w, v) => w.string(v), read: (r) => r.nullableString() }),
  primitive('compact string', fc.option(text), {
    write: (w, v) => w.compactString(v),
    read: (r) => r.compactNullableString(),
  }),
  primitive('bytes', fc.option(binary), { write: (w, v) => w.bytes(v), read: (r) => r.nullableBytes() }),
  primitive('compact bytes', fc.option(binary), {
    write: (w, v) => w.compactBytes(v),
    read: (r) => r.compactNullableBytes(),
  }),
  primitive('uuid', uuid, { write: (w, v) => w.uuid(v), read: (r) => r.uuid() }),
];

describe.each(primitives)('$name', ({ values, write, read }) => {
  it('is read back as it was written, however many stand in a row', () => {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 40 }), (row) => {
        const bytes = written((writer) => row.forEach((value) => write(writer, value as never)));
        const reader = new WireReader(bytes);
        expect(row.map(() => read(reader))).toEqual(row);
        expect(reader.remaining).toBe(0);
      }),
    );
  });

  it('is refused where its bytes end too soon', () => {
    fc.assert(
      fc.property(values, (value) => {
        const bytes = written((writer) => write(writer, value as never));
        const reader = new WireReader(bytes.subarray(0, -1));
        expect(() => read(reader)).toThrow(ProtocolError);
      }),
    );
  });
});

describe('variable-length integers', () => {
  it.each([
    [0, '00'],
    [-1, '01'],
    [1, '02'],
    [63, '7e'],
    [-64, '7f'],
    [64, '8001'],
    [8191, 'fe7f'],
    [2147483647, 'feffffff0f'],
    [-2147483648, 'ffffffff0f'],
  ])('have the zigzag form of protocol buffers: %i', (value, hex) => {
    expect(written((writer) => writer.varint(value)).toString('hex')).toBe(hex);
    expect(written((writer) => writer.varlong(BigInt(value))).toString('hex')).toBe(hex);
  });

  it('are refused when they never end', () => {
    const endless = Buffer.alloc(20, 0xff);
    expect(() => new WireReader(endless).unsignedVarint()).toThrow('more than five bytes at byte 0');
    expect(() => new WireReader(endless).varlong()).toThrow('more than ten bytes at byte 0');
  });
});

describe('lengths', () => {
  it('beyond the end of the bytes are refused before anything is allocated', () => {
    const huge = new WireReader(Buffer.from('7fffffff', 'hex'));
    expect(() => huge.bytes()).toThrow('2147483647 bytes expected where 0 are left at byte 4');
    expect(() => new WireReader(Buffer.from('7fffffff', 'hex')).arrayLength()).toThrow(ProtocolError);
    expect(() => new WireReader(Buffer.from('ffffffff0f', 'hex')).compactArrayLength()).toThrow(
      ProtocolError,
    );
  });

  it('below -1 are refused', () => {
    expect(() => new WireReader(Buffer.from('fffe', 'hex')).nullableString()).toThrow('negative length -2');
    expect(() => new WireReader(Buffer.from('fffffffe', 'hex')).arrayLength()).toThrow(ProtocolError);
  });

  it('of strings that do not fit two bytes are refused on writing', () => {
    expect(() => written((writer) => writer.string('x'.repeat(40_000)))).toThrow('at most 32767 are allowed');
  });
});

describe('WireWriter', () => {
  it('refers to large bytes instead of copying them', () => {
    const large = Buffer.alloc(100_000, 1);
    const writer = new WireWriter();
    writer.int8(7);
    writer.bytes([large, large]);
    writer.int8(8);
    expect(writer.size).toBe(200_006);
    const parts = writer.finishParts();
    expect(parts.map((part) => part.length)).toEqual([5, 100_000, 100_000, 1]);
    expect(parts[1]?.buffer).toBe(large.buffer);
  });

  it('refuses a UUID that is none', () => {
    expect(() => written((writer) => writer.uuid('too-short'))).toThrow('not a UUID');
    expect(() => written((writer) => writer.uuid('!'.repeat(22)))).toThrow('not a UUID');
  });
});
