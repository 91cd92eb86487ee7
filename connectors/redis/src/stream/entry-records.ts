import { schemas, SchemaBuilder, SourceRecord, Struct } from '@sluice/connect-api';
import { textOf } from '../connection/text-of.ts';

/** An entry as `XREADGROUP` gives it; without fields when it has been deleted since. */
export interface StreamEntry {
  readonly id: string;
  /** Names and values in turn. */
  readonly fields: readonly Buffer[] | null;
}

const valueSchema = SchemaBuilder.struct()
  .name('com.redis.kafka.connect.stream.Value')
  .field('id', schemas.string)
  .field('body', SchemaBuilder.map(schemas.string, schemas.string).build())
  .field('stream', schemas.string)
  .build();

export interface RecordPlace {
  readonly topic: string;
  readonly stream: string;
  readonly partition: Readonly<Record<string, string>>;
}

/** The record of an entry. @throws DataError when a name or value is no text. */
export function entryRecord(entry: StreamEntry, { topic, stream, partition }: RecordPlace): SourceRecord {
  const { id } = entry;
  const value = new Struct(valueSchema);
  value.put('id', id);
  value.put('body', bodyOf(entry, stream));
  value.put('stream', stream);
  return new SourceRecord({
    topic,
    keySchema: schemas.string,
    key: id,
    valueSchema,
    value,
    timestampMs: Date.now(),
    sourcePartition: partition,
    sourceOffset: { offset: id },
  });
}

function bodyOf({ id, fields }: StreamEntry, stream: string): Map<string, string> {
  const body = new Map<string, string>();
  const given = fields ?? [];
  for (let index = 0; index + 1 < given.length; index += 2) {
    const name = textOf(given[index] as Buffer, `A name of a field of the entry ${id} of ${stream}`);
    body.set(name, textOf(given[index + 1] as Buffer, `The field '${name}' of the entry ${id} of ${stream}`));
  }
  return body;
}
