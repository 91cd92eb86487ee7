import { epochMsOf, isDecimal, isTypedNumber, javaClassNameOf, numberTypeOf } from '@sluice/connect-api';
import { failure } from '../../language/evaluate/evaluation-failure.ts';
import { boundedDecimal } from '../../language/values/decimal-math.ts';
import { Duration } from '../../language/values/duration.ts';
import { Instant, nsPerMs } from '../../language/values/instant.ts';
import type { Value } from '../../language/values/value.ts';
import type { Read } from './read.ts';

/** Values that sources may put beside their schema, as it stands, are not made to fit it. */
function misfit(raw: unknown, type: string) {
  return failure(`this is no ${type}, as its schema says, but a ${javaClassNameOf(raw)}`);
}

export const readInteger: Read = (raw) => {
  if (typeof raw === 'number' && Number.isSafeInteger(raw)) return BigInt(raw);
  if (typeof raw === 'bigint') return raw;
  if (isTypedNumber(raw)) return readInteger(raw.value);
  throw misfit(raw, 'integer');
};

export const readDouble: Read = (raw) => {
  if (typeof raw === 'number') return raw;
  if (isTypedNumber(raw) && typeof raw.value === 'number') return raw.value;
  throw misfit(raw, 'floating-point number');
};

export const readBoolean: Read = (raw) => {
  if (typeof raw === 'boolean') return raw;
  throw misfit(raw, 'boolean');
};

export const readString: Read = (raw) => {
  if (typeof raw === 'string') return raw;
  throw misfit(raw, 'string');
};

export const readBytes: Read = (raw) => {
  if (raw instanceof Uint8Array) return raw;
  throw misfit(raw, 'byte array');
};

export const readDecimal: Read = (raw) => {
  if (isDecimal(raw)) return boundedDecimal(raw);
  throw misfit(raw, 'decimal');
};

export const readInstant: Read = (raw) => {
  if (raw instanceof Date) return new Instant(epochNs(raw));
  throw misfit(raw, 'instant');
};

export const readTimeOfDay: Read = (raw) => {
  if (raw instanceof Date) return new Duration(epochNs(raw));
  throw misfit(raw, 'time of day');
};

function epochNs(date: Date): bigint {
  const epochMs = epochMsOf(date);
  if (Number.isNaN(epochMs)) throw failure('this is a Date that is no instant');
  return BigInt(epochMs) * nsPerMs;
}

/** A value without a schema that is neither array nor map nor struct. */
export function readPlain(raw: unknown): Value {
  switch (typeof raw) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return raw;
    case 'number':
      return numberTypeOf(raw) === 'INT64' ? BigInt(raw) : raw;
    default:
      return readObject(raw);
  }
}

function readObject(raw: unknown): Value {
  if (isTypedNumber(raw)) return raw.type.startsWith('INT') ? BigInt(raw.value) : Number(raw.value);
  if (isDecimal(raw)) return boundedDecimal(raw);
  if (raw instanceof Date) return readInstant(raw);
  if (raw instanceof Uint8Array) return raw;
  throw failure(`there is nothing to be done with a ${javaClassNameOf(raw)}`);
}
