import { isDecimal, numberTypeOf, TypedNumber } from '@sluice/connect-api';
import type { Evaluation } from '../../language/evaluate/evaluation.ts';
import { failure } from '../../language/evaluate/evaluation-failure.ts';
import { Duration } from '../../language/values/duration.ts';
import { Instant } from '../../language/values/instant.ts';
import { isList, type ListValue } from '../../language/values/list-value.ts';
import { isMap, type MapValue } from '../../language/values/map-value.ts';
import { Uint } from '../../language/values/uint.ts';
import type { Value } from '../../language/values/value.ts';
import { ConnectList } from '../read/connect-list.ts';
import { ConnectMap } from '../read/connect-map.ts';
import { dateOf } from './date-of.ts';
import { spendOnCopy } from './spend-on-copy.ts';
import type { Write } from './write.ts';

/** Makes a value as it is where no schema says what it is. */
export const writeWithoutSchema: Write = (value, at) => {
  switch (typeof value) {
    case 'string':
      at.spendOnReading(value.length);
      return value;
    case 'bigint':
      return wholeNumber(value);
    case 'number':
      return numberTypeOf(value) === 'FLOAT64' ? value : new TypedNumber('FLOAT64', value);
    case 'boolean':
      return value;
    default:
      return value === null ? null : writeObject(value, at);
  }
};

/** An INT64 is a number as long as it is exact as one. */
function wholeNumber(value: bigint): number | bigint {
  if (BigInt.asIntN(64, value) !== value) {
    throw failure(
      'an unsigned integer beyond 64 bits with a sign has no counterpart in Connect: use string(…) or decimal(…)',
    );
  }
  const plain = Number(value);
  return Number.isSafeInteger(plain) ? plain : value;
}

function writeObject(value: Exclude<Value, null>, at: Evaluation): unknown {
  if (value instanceof Uint) return wholeNumber(value.value);
  if (value instanceof Uint8Array) {
    at.spendOnReading(value.length);
    return bufferOf(value);
  }
  if (isDecimal(value)) return value;
  if (value instanceof Instant) return dateOf(value);
  if (isList(value)) return writeList(value, at);
  if (isMap(value)) return writeMap(value, at);
  throw value instanceof Duration
    ? failure('a duration has no counterpart in Connect: use string(…) or .getSeconds()')
    : failure('a type has no counterpart in Connect');
}

function writeList(list: ListValue, at: Evaluation): readonly unknown[] {
  if (list instanceof ConnectList && list.schema === null) return list.array;
  at.spend(list.size);
  const array: unknown[] = [];
  for (let index = 0; index < list.size; index += 1) array.push(writeInside(list.at(index), at));
  return array;
}

function writeMap(map: MapValue, at: Evaluation): ReadonlyMap<unknown, unknown> {
  if (map instanceof ConnectMap && map.schema === null) return map.map;
  at.spend(map.size);
  const made = new Map<unknown, unknown>();
  for (const key of map.keys()) {
    made.set(writeWithoutSchema(key, at), writeInside(map.get(key) ?? null, at));
  }
  return made;
}

/** Makes a value that is part of one that is made. */
function writeInside(value: Value, at: Evaluation): unknown {
  spendOnCopy(value, at);
  return writeWithoutSchema(value, at);
}

/** Bytes as Connect holds them. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
