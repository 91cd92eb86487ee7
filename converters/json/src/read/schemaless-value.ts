import type { TypedNumber } from '@sluice/connect-api';
import type { JsonCursor } from '../text/json-cursor.ts';
import { plainFloat64 } from './number-value.ts';

/**
 * Reads the next value as data without a schema: whole numbers become an INT64 (beyond 64 bits, their low 64 bits),
 * all others a FLOAT64, objects a map. Where there is no value, null.
 */
export function readSchemaless(cursor: JsonCursor): unknown {
  switch (cursor.kind()) {
    case 'OBJECT':
      return readMap(cursor);
    case 'ARRAY':
      return readArray(cursor);
    case 'STRING':
      return cursor.readString();
    case 'NUMBER':
      return readNumber(cursor);
    case 'BOOLEAN':
      return cursor.readBoolean();
    case 'NULL':
      cursor.readNull();
      return null;
    case 'MISSING':
      return null;
  }
}

function readMap(cursor: JsonCursor): Map<string, unknown> {
  const map = new Map<string, unknown>();
  cursor.enter();
  while (cursor.nextMember()) {
    const name = cursor.readName();
    map.set(name, readSchemaless(cursor));
  }
  return map;
}

function readArray(cursor: JsonCursor): unknown[] {
  const array: unknown[] = [];
  cursor.enter();
  while (cursor.nextElement()) array.push(readSchemaless(cursor));
  return array;
}

/** A plain number says by itself whether it is an INT64 or a FLOAT64, except one like 1.0. */
function readNumber(cursor: JsonCursor): number | bigint | TypedNumber {
  cursor.readNumber();
  const { number } = cursor;
  if (!cursor.integral) return plainFloat64(number);
  return Number.isSafeInteger(number) ? number : BigInt.asIntN(64, BigInt(cursor.numberText()));
}
