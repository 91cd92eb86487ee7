import { DataError, Struct, type Schema } from '@sluice/connect-api';
import type { JsonCursor } from '../text/json-cursor.ts';
import { jsonString } from '../text/json-string.ts';
import type { ContentReader, DecodeOptions, ValueDecoder } from './decoder.ts';
import { readMemberPositions } from './member-positions.ts';

interface FieldDecoder {
  readonly name: string;
  /** The name as it is most likely written. */
  readonly quotedName: string;
  readonly decoder: ValueDecoder;
}

/** Reads objects; members that are no fields are ignored. */
export function structContent(
  schema: Schema,
  decoders: readonly ValueDecoder[],
  { careful }: DecodeOptions,
): ContentReader {
  const fields = decoders.map((decoder, index): FieldDecoder => {
    const name = schema.fields[index]?.name ?? '';
    return { name, quotedName: jsonString(name), decoder };
  });
  const indexes = new Map(schema.fields.map(({ name, index }) => [name, index]));
  return (cursor) => {
    const kind = cursor.kind();
    if (kind !== 'OBJECT') {
      throw new DataError(`Structs should be encoded as JSON objects, but found ${kind}`);
    }
    const struct = new Struct(schema);
    if (careful) putBySchema(struct, cursor, fields);
    else putAsTheyCome(struct, cursor, { fields, indexes });
    return struct;
  };
}

function putBySchema(struct: Struct, cursor: JsonCursor, fields: readonly FieldDecoder[]): void {
  const positions = readMemberPositions(cursor);
  const end = cursor.position;
  for (const [index, { name, decoder }] of fields.entries()) {
    const position = positions.get(name);
    if (position !== undefined) cursor.seek(position);
    struct.putAt(index, position === undefined ? decoder.absent() : decoder.read(cursor));
  }
  cursor.seek(end);
}

interface Fields {
  readonly fields: readonly FieldDecoder[];
  readonly indexes: ReadonlyMap<string, number>;
}

/**
 * Members mostly stand in the order of the schema: then their names need not be looked up, and a gap shows which
 * are absent. Where one comes too late, the object is read again by schema.
 */
function putAsTheyCome(struct: Struct, cursor: JsonCursor, { fields, indexes }: Fields): void {
  const start = cursor.position;
  let expected = 0;
  cursor.enter();
  while (cursor.nextMember()) {
    const guess = fields[expected];
    const guessed = guess !== undefined && cursor.skipName(guess.quotedName);
    const index = guessed ? expected : indexes.get(cursor.readName());
    if (index === undefined) {
      cursor.skipValue();
      continue;
    }
    if (index < expected) {
      cursor.abandon(start);
      putBySchema(struct, cursor, fields);
      return;
    }
    putAbsent(struct, fields, { from: expected, to: index });
    struct.putAt(index, fields[index]?.decoder.read(cursor));
    expected = index + 1;
  }
  putAbsent(struct, fields, { from: expected, to: fields.length });
}

function putAbsent(struct: Struct, fields: readonly FieldDecoder[], gap: { from: number; to: number }): void {
  for (let index = gap.from; index < gap.to; index++) struct.putAt(index, fields[index]?.decoder.absent());
}
