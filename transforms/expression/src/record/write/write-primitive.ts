import { DecimalSchema, isDecimal, type Schema, type SchemaType } from '@sluice/connect-api';
import { failure, type EvaluationFailure } from '../../language/evaluate/evaluation-failure.ts';
import { asDecimal, rescaled } from '../../language/values/decimal-math.ts';
import { Duration } from '../../language/values/duration.ts';
import { Instant, nsPerMs } from '../../language/values/instant.ts';
import { aKind, kindOf } from '../../language/values/kind-of.ts';
import { Uint } from '../../language/values/uint.ts';
import type { Value } from '../../language/values/value.ts';
import { dateOf } from './date-of.ts';
import { bufferOf } from './write-without-schema.ts';
import type { Write } from './write.ts';

type PrimitiveType = Exclude<SchemaType, 'ARRAY' | 'MAP' | 'STRUCT'>;

const msPerDay = 86_400_000n;

/** The failure of a value that a schema cannot hold. */
export function misfit(value: Value, type: string, hint = ''): EvaluationFailure {
  return failure(`${aKind(kindOf(value))} does not fit ${type}${hint}`);
}

function integer(type: PrimitiveType, bits: number): Write {
  return (value) => {
    const whole = value instanceof Uint ? value.value : value;
    if (typeof whole !== 'bigint') {
      throw misfit(value, type, typeof whole === 'number' || isDecimal(whole) ? ': use int(…)' : '');
    }
    if (BigInt.asIntN(bits, whole) !== whole) throw failure(`the number does not fit ${type}`);
    return bits === 64 ? whole : Number(whole);
  };
}

function float(type: PrimitiveType, round: (value: number) => number): Write {
  return (value) => {
    if (typeof value === 'number') {
      const rounded = round(value);
      if (Number.isFinite(value) && !Number.isFinite(rounded))
        throw failure(`the number does not fit ${type}`);
      return rounded;
    }
    const whole = value instanceof Uint ? value.value : value;
    if (typeof whole !== 'bigint') throw misfit(value, type, isDecimal(whole) ? ': use double(…)' : '');
    const converted = round(Number(whole));
    if (BigInt(converted) !== whole) throw failure(`the whole number is not exact as ${type}: use double(…)`);
    return converted;
  };
}

/** What makes the values of primitive types. A FLOAT32 is rounded to the nearest, as doubles are all along. */
export const primitiveWrites: Readonly<Record<PrimitiveType, Write>> = {
  INT8: integer('INT8', 8),
  INT16: integer('INT16', 16),
  INT32: integer('INT32', 32),
  INT64: integer('INT64', 64),
  FLOAT32: float('FLOAT32', Math.fround),
  FLOAT64: float('FLOAT64', (value) => value),
  BOOLEAN: (value) => {
    if (typeof value === 'boolean') return value;
    throw misfit(value, 'BOOLEAN');
  },
  STRING: (value, at) => {
    if (typeof value !== 'string') throw misfit(value, 'STRING', ': use string(…)');
    at.spendOnReading(value.length);
    return value;
  },
  BYTES: (value, at) => {
    if (value instanceof Uint8Array) {
      at.spendOnReading(value.length);
      return bufferOf(value);
    }
    throw misfit(value, 'BYTES', typeof value === 'string' ? ': use bytes(…)' : '');
  },
};

/** What makes decimals of a scale. */
export function decimalWrite(schema: Schema): Write {
  const scale = DecimalSchema.scaleOf(schema);
  return (value) => {
    const decimal = asDecimal(value);
    if (decimal === null) throw misfit(value, 'a Decimal', ': use decimal(…)');
    const fitted = rescaled(decimal, scale);
    if (fitted === null)
      throw failure(`the decimal has more than ${scale} digits after the point: use .round(${scale})`);
    return fitted;
  };
}

export const timestampWrite: Write = (value) => {
  if (value instanceof Instant) return dateOf(value);
  throw misfit(value, 'a Timestamp', ': use timestamp(…)');
};

export const dateWrite: Write = (value) => {
  if (!(value instanceof Instant)) throw misfit(value, 'a Date', ': use timestamp(…)');
  if (value.ns % (msPerDay * nsPerMs) === 0n) return dateOf(value);
  throw failure('a Date is a midnight in UTC, this timestamp is another time of the day');
};

export const timeWrite: Write = (value) => {
  if (!(value instanceof Duration)) throw misfit(value, 'a Time', ': use duration(…)');
  const { ns } = value;
  if (ns >= 0n && ns <= msPerDay * nsPerMs && ns % nsPerMs === 0n) return new Date(Number(ns / nsPerMs));
  throw failure('a Time is a whole number of milliseconds after midnight, up to a day');
};
