import { assert, bigInt, double, float, integer, property, string, uint8Array } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteSink } from './byte-sink.ts';
import { ByteSource } from './byte-source.ts';

interface Way<T> {
  readonly write: (sink: ByteSink, value: T) => void;
  readonly read: (source: ByteSource) => unknown;
  readonly expected?: (value: T) => unknown;
}

function checkOne<T>(value: T, { write, read, expected = (same) => same }: Way<T>): void {
  const sink = new ByteSink(1);
  write(sink, value);
  sink.byte(0x55);
  const source = new ByteSource(sink.lend());
  expect(read(source)).toEqual(expected(value));
  expect(source.byte(), 'what comes next').toBe(0x55);
}

function checkAll<T>(values: Arbitrary<T>, way: Way<T>): void {
  assert(property(values, (value) => checkOne(value, way)));
}

const long: Way<bigint> = { write: (sink, value) => sink.long(value), read: (source) => source.long() };

const edges = [0, 7, 14, 28, 30, 31, 32, 35, 51, 52, 53, 62, 63]
  .flatMap((bits) => [2n ** BigInt(bits), -(2n ** BigInt(bits))])
  .flatMap((edge) => [edge - 1n, edge, edge + 1n])
  .filter((edge) => BigInt.asIntN(64, edge) === edge);

describe('what a sink holds is read again:', () => {
  it('integers of 32 bits', () => {
    checkAll(integer(), { write: (sink, value) => sink.int(value), read: (source) => source.int() });
  });

  it('integers of 64 bits', () => {
    checkAll(bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), long);
  });

  it.each(edges)('%s, an integer that takes a byte more or less than its neighbour', (edge) => {
    checkOne(edge, long);
  });

  it('integers of 64 bits that are given as numbers', () => {
    checkAll(integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }), {
      write: (sink, value) => sink.long(value),
      read: (source) => source.long(),
      expected: BigInt,
    });
  });

  it('floating point numbers', () => {
    checkAll(float(), { write: (sink, value) => sink.float(value), read: (source) => source.float() });
    checkAll(double(), { write: (sink, value) => sink.double(value), read: (source) => source.double() });
  });

  it('bytes and texts', () => {
    checkAll(uint8Array(), {
      write: (sink, value) => sink.bytes(value),
      read: (source) => new Uint8Array(source.bytes()),
      expected: (value) => new Uint8Array(value),
    });
    checkAll(string({ unit: 'grapheme' }), {
      write: (sink, value) => sink.text(value),
      read: (source) => source.text(),
    });
  });
});
