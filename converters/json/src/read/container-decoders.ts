import { DataError } from '@sluice/connect-api';
import type { JsonCursor } from '../text/json-cursor.ts';
import type { ContentReader, DecodeOptions, ValueDecoder } from './decoder.ts';
import { readMemberPositions } from './member-positions.ts';

/** An object stands for the array of its values; anything else that is no array for an empty one. */
export function arrayContent(element: ValueDecoder): ContentReader {
  return (cursor) => {
    const kind = cursor.kind();
    if (kind === 'ARRAY') return readElements(cursor, element);
    if (kind === 'OBJECT') return [...readMembers(cursor, element).values()];
    cursor.skipValue();
    return [];
  };
}

/** A map with string keys is an object. */
export function mapContent(value: ValueDecoder, { careful }: DecodeOptions): ContentReader {
  return (cursor) => {
    const kind = cursor.kind();
    if (kind !== 'OBJECT') {
      throw new DataError(`Maps with string fields should be encoded as JSON objects, but found ${kind}`);
    }
    return careful ? readMembers(cursor, value) : readMembersInOrder(cursor, value);
  };
}

/** A map with other keys is an array of pairs. */
export function pairsContent(key: ValueDecoder, value: ValueDecoder): ContentReader {
  return (cursor) => {
    const kind = cursor.kind();
    if (kind !== 'ARRAY') {
      throw new DataError(
        `Maps with non-string fields should be encoded as JSON array of tuples, but found ${kind}`,
      );
    }
    const map = new Map<unknown, unknown>();
    cursor.enter();
    while (cursor.nextElement()) {
      checkPair(cursor);
      cursor.enter();
      cursor.nextElement();
      const mapKey = key.read(cursor);
      cursor.nextElement();
      map.set(mapKey, value.read(cursor));
      cursor.nextElement();
    }
    return map;
  };
}

function readElements(cursor: JsonCursor, element: ValueDecoder): unknown[] {
  const elements: unknown[] = [];
  cursor.enter();
  while (cursor.nextElement()) elements.push(element.read(cursor));
  return elements;
}

function readMembersInOrder(cursor: JsonCursor, value: ValueDecoder): Map<string, unknown> {
  const map = new Map<string, unknown>();
  cursor.enter();
  while (cursor.nextMember()) {
    const name = cursor.readName();
    map.set(name, value.read(cursor));
  }
  return map;
}

function readMembers(cursor: JsonCursor, value: ValueDecoder): Map<string, unknown> {
  const positions = readMemberPositions(cursor);
  const end = cursor.position;
  const map = new Map<string, unknown>();
  for (const [name, position] of positions) {
    cursor.seek(position);
    map.set(name, value.read(cursor));
  }
  cursor.seek(end);
  return map;
}

/** Looks ahead: the length of a pair is checked before what is in it. */
function checkPair(cursor: JsonCursor): void {
  const kind = cursor.kind();
  if (kind !== 'ARRAY') {
    throw new DataError(`Found invalid map entry instead of array tuple: ${kind}`);
  }
  const start = cursor.position;
  let length = 0;
  cursor.enter();
  for (; cursor.nextElement(); length++) cursor.skipValue();
  if (length !== 2) {
    throw new DataError(`Found invalid map entry, expected length 2 but found :${length}`);
  }
  cursor.seek(start);
}
