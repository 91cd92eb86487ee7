import { DataError, type SchemaType } from '@sluice/connect-api';
import { decodeBase64 } from '../text/base64.ts';
import type { JsonCursor } from '../text/json-cursor.ts';
import { lowInt32, lowInt64, nearestFloat32 } from './number-value.ts';
import type { ContentReader } from './decoder.ts';

type PrimitiveType = Exclude<SchemaType, 'ARRAY' | 'MAP' | 'STRUCT'>;

/** A JSON value of another kind than expected is no error: it becomes 0, false or null. */
export const primitiveContents: Readonly<Record<PrimitiveType, ContentReader>> = {
  INT8: (cursor) => (readsNumber(cursor) ? (lowInt32(cursor) << 24) >> 24 : 0),
  INT16: (cursor) => (readsNumber(cursor) ? (lowInt32(cursor) << 16) >> 16 : 0),
  INT32: (cursor) => (readsNumber(cursor) ? lowInt32(cursor) : 0),
  INT64: (cursor) => (readsNumber(cursor) ? lowInt64(cursor) : 0n),
  FLOAT32: (cursor) => (readsNumber(cursor) ? nearestFloat32(cursor) : 0),
  FLOAT64: (cursor) => (readsNumber(cursor) ? cursor.number : 0),
  BOOLEAN(cursor) {
    if (cursor.kind() === 'BOOLEAN') return cursor.readBoolean();
    cursor.skipValue();
    return false;
  },
  STRING(cursor) {
    if (cursor.kind() === 'STRING') return cursor.readString();
    cursor.skipValue();
    return null;
  },
  BYTES(cursor) {
    if (cursor.kind() !== 'STRING') {
      cursor.skipValue();
      return null;
    }
    const bytes = decodeBase64(cursor.readString());
    if (bytes === null) throw new DataError('Invalid bytes field');
    return bytes;
  },
};

function readsNumber(cursor: JsonCursor): boolean {
  if (cursor.kind() === 'NUMBER') {
    cursor.readNumber();
    return true;
  }
  cursor.skipValue();
  return false;
}
