import { parseDecimal, type Decimal } from '@sluice/connect-api';
import { dyn } from '../check/type.ts';
import { failure } from '../evaluate/evaluation-failure.ts';
import { asDecimal, boundedDecimal, wholePart } from '../values/decimal-math.ts';
import { Duration } from '../values/duration.ts';
import { Instant, nsPerSecond, positiveRemainder } from '../values/instant.ts';
import { kindOf } from '../values/kind-of.ts';
import { TypeName } from '../values/type-name.ts';
import { Uint } from '../values/uint.ts';
import type { Value } from '../values/value.ts';
import { global, overload, type FunctionDefinition } from './overload.ts';

const same = <T extends Value>(value: T): T => value;

/** An integer as an int. @throws EvaluationFailure when it is beyond 64 bits. */
export function int64(value: bigint): bigint {
  if (BigInt.asIntN(64, value) === value) return value;
  throw failure('the result does not fit an int, which has 64 bits');
}

/** An integer as a uint. @throws EvaluationFailure when it is negative or beyond 64 bits. */
export function uint64(value: bigint): Uint {
  if (BigInt.asUintN(64, value) === value) return new Uint(value);
  throw failure('the result does not fit a uint, which has 64 bits and no sign');
}

function truncated(value: number): bigint {
  if (Number.isFinite(value)) return BigInt(Math.trunc(value));
  throw failure('a double that is infinite or no number is no integer');
}

/** CEL leaves out the ends of the range, at which a double is not exact. */
function intOfDouble(value: number): bigint {
  if (Math.abs(value) >= 2 ** 63) throw failure('the result does not fit an int, which has 64 bits');
  return truncated(value);
}

function integerOf(text: string, type: string): bigint {
  if (/^[-+]?\d{1,20}$/.test(text)) return BigInt(text);
  throw failure(`${type}() takes text that is a whole number`);
}

/** Longer texts are not read as numbers. */
const maxNumberLength = 500;

const doubleSyntax = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
const specialDoubles: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['infinity', Infinity],
  ['+infinity', Infinity],
  ['-infinity', -Infinity],
]);

function doubleOf(text: string): number {
  if (text.length > maxNumberLength) throw failure('double() takes text that is a number');
  const value = doubleSyntax.test(text) ? Number(text) : specialDoubles.get(text.toLowerCase());
  if (value === undefined) throw failure('double() takes text that is a number');
  return value;
}

function textOfDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return Object.is(value, -0) ? '-0' : String(value).replace(/e([-+])(\d)$/, 'e$10$2');
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

function booleanOf(text: string): boolean {
  const value = booleans.get(text);
  if (value === undefined) throw failure('bool() takes true or false');
  return value;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOfBytes(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw failure('the bytes are no UTF-8 text');
  }
}

function decimalOf(text: string): Decimal {
  const decimal = text.length > maxNumberLength ? null : parseDecimal(text);
  if (decimal === null) throw failure('decimal() takes text that is a number');
  return boundedDecimal(decimal);
}

/** What makes one type of another. What does not fit fails: nothing is rounded but a fraction by `int`. */
export const conversions: readonly FunctionDefinition[] = [
  global('dyn', overload(['dyn'], dyn, same)),
  global(
    'type',
    overload(['dyn'], 'type', (value) => new TypeName(typeNameOf(value))),
  ),
  global(
    'bool',
    overload(['bool'], 'bool', same),
    overload(['string'], 'bool', (text: string) => booleanOf(text)),
  ),
  global(
    'int',
    overload(['int'], 'int', same),
    overload(['uint'], 'int', (value: Uint) => int64(value.value)),
    overload(['double'], 'int', (value: number) => intOfDouble(value)),
    overload(['decimal'], 'int', (value: Decimal) => int64(wholePart(value))),
    overload(['string'], 'int', (text: string) => int64(integerOf(text, 'int'))),
    overload(
      ['timestamp'],
      'int',
      ({ ns }: Instant) => (ns - positiveRemainder(ns, nsPerSecond)) / nsPerSecond,
    ),
  ),
  global(
    'uint',
    overload(['uint'], 'uint', same),
    overload(['int'], 'uint', (value: bigint) => uint64(value)),
    overload(['double'], 'uint', (value: number) => uint64(truncated(value))),
    overload(['decimal'], 'uint', (value: Decimal) => uint64(wholePart(value))),
    overload(['string'], 'uint', (text: string) => uint64(integerOf(text, 'uint'))),
  ),
  global(
    'double',
    overload(['double'], 'double', same),
    overload(['int'], 'double', Number),
    overload(['uint'], 'double', ({ value }: Uint) => Number(value)),
    overload(['decimal'], 'double', (value: Decimal) => value.toNumber()),
    overload(['string'], 'double', (text: string) => doubleOf(text)),
  ),
  global(
    'decimal',
    overload(['decimal'], 'decimal', same),
    overload(['int'], 'decimal', asDecimal),
    overload(['uint'], 'decimal', asDecimal),
    overload(['string'], 'decimal', (text: string) => decimalOf(text)),
  ),
  global(
    'string',
    overload(['string'], 'string', same),
    overload(['bool'], 'string', String),
    overload(['int'], 'string', String),
    overload(['uint'], 'string', ({ value }: Uint) => String(value)),
    overload(['double'], 'string', (value: number) => textOfDouble(value)),
    overload(['decimal'], 'string', String),
    overload(['timestamp'], 'string', String),
    overload(['duration'], 'string', String),
    overload(['bytes'], 'string', (bytes: Uint8Array, _: readonly [], at) => {
      at.spendOnMaking(bytes.length);
      return textOfBytes(bytes);
    }),
  ),
  global(
    'bytes',
    overload(['bytes'], 'bytes', same),
    overload(['string'], 'bytes', (text: string, _: readonly [], at) => {
      at.spendOnMaking(3 * text.length);
      return Buffer.from(text, 'utf8');
    }),
  ),
  global(
    'timestamp',
    overload(['timestamp'], 'timestamp', same),
    overload(['string'], 'timestamp', (text: string) => Instant.parse(text)),
    overload(['int'], 'timestamp', (seconds: bigint) => new Instant(seconds * nsPerSecond)),
  ),
  global(
    'duration',
    overload(['duration'], 'duration', same),
    overload(['string'], 'duration', (text: string) => Duration.parse(text)),
  ),
];

/** The names of types in expressions that are not those of their kind. */
const typeNames: Readonly<Record<string, string>> = {
  null: 'null_type',
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
};

function typeNameOf(value: Value): string {
  const kind = kindOf(value);
  return typeNames[kind] ?? kind;
}
