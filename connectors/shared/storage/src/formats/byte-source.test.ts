import { isDeepStrictEqual } from 'node:util';
import { bigInt, check, double, float, integer, property, string, uint8Array } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteSink } from './byte-sink.ts';
import { ByteSource } from './byte-source.ts';

interface Way<T> {
  readonly write: (sink: ByteSink, value: T) => void;
  readonly read: (source: ByteSource) => unknown;
}

const end = 0x55;

/** What is read, and whether the end comes next. */
function readAgain<T>(value: T, { write, read }: Way<T>): unknown {
  const sink = new ByteSink(1);
  write(sink, value);
  sink.byte(end);
  const source = new ByteSource(sink.lend());
  const result = read(source);
  return [result, source.byte() === end];
}

/** A value that is read as something else, or null. */
function changed<T>(
  values: Arbitrary<T>,
  { expected = (value) => value, ...way }: Way<T> & { readonly expected?: (value: T) => unknown },
): unknown {
  const isSame = (value: T): boolean => isDeepStrictEqual(readAgain(value, way), [expected(value), true]);
  return check(property(values, isSame)).counterexample;
}

const long: Way<bigint> = { write: (sink, value) => sink.long(value), read: (source) => source.long() };

const edges = [0, 7, 14, 28, 30, 31, 32, 35, 51, 52, 53, 62, 63]
  .flatMap((bits) => [2n ** BigInt(bits), -(2n ** BigInt(bits))])
  .flatMap((edge) => [edge - 1n, edge, edge + 1n])
  .filter((edge) => BigInt.asIntN(64, edge) === edge);

describe('what a sink holds is read again:', () => {
  it('integers of 32 bits', () => {
    const way: Way<number> = { write: (sink, value) => sink.int(value), read: (source) => source.int() };
    expect(changed(integer(), way)).toBeNull();
  });

  it('integers of 64 bits', () => {
    expect(changed(bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), long)).toBeNull();
  });

  it.each(edges)('%s, an integer that takes a byte more or less than its neighbour', (edge) => {
    expect(readAgain(edge, long)).toEqual([edge, true]);
  });

  it('integers of 64 bits that are given as numbers', () => {
    const safe = integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
    const way = {
      write: (sink: ByteSink, value: number) => sink.long(value),
      read: (source: ByteSource) => source.long(),
      expected: BigInt,
    };
    expect(changed(safe, way)).toBeNull();
  });

  it('floating point numbers', () => {
    const floats: Way<number> = {
      write: (sink, value) => sink.float(value),
      read: (source) => source.float(),
    };
    const doubles: Way<number> = {
      write: (sink, value) => sink.double(value),
      read: (source) => source.double(),
    };
    expect(changed(float(), floats)).toBeNull();
    expect(changed(double(), doubles)).toBeNull();
  });

  it('bytes', () => {
    const way = {
      write: (sink: ByteSink, value: Uint8Array) => sink.bytes(value),
      read: (source: ByteSource) => [...source.bytes()],
      expected: (value: Uint8Array) => [...value],
    };
    expect(changed(uint8Array(), way)).toBeNull();
  });

  it('texts', () => {
    const way: Way<string> = { write: (sink, value) => sink.text(value), read: (source) => source.text() };
    expect(changed(string({ unit: 'grapheme' }), way)).toBeNull();
  });
});
