import {
  DataError,
  isStruct,
  optionalSchemas,
  schemas,
  type Schema,
  type SinkRecord,
  type Struct,
} from '@sluice/connect-api';
import { columnOfField, type StructPart } from './columns-of-struct.ts';
import type { RowSettings } from './row-settings.ts';
import type { RowColumn } from './row-shape.ts';

const coordinates = ['__connect_topic', '__connect_partition', '__connect_offset'] as const;

/** The place of a record in Kafka as the key of its row. */
export function keyOfPlace({ keyFields }: RowSettings): readonly RowColumn[] {
  const names = keyFields.length === 0 ? coordinates : keyFields;
  const [topic = '', partition = '', offset = ''] = names;
  return [
    { name: topic, schema: schemas.string, path: 'topic', read: (record) => record.originalTopic },
    {
      name: partition,
      schema: schemas.int32,
      path: 'partition',
      read: (record) => record.originalKafkaPartition,
    },
    {
      name: offset,
      schema: schemas.int64,
      path: 'offset',
      read: (record) => BigInt(record.originalKafkaOffset),
    },
  ];
}

/**
 * The key of the record as the key of its row.
 * @throws DataError when keys of this schema are none.
 */
export function keyOfRecordKey(settings: RowSettings, schema: Schema | null): readonly RowColumn[] {
  if (schema === null) {
    throw new DataError(
      'The key of the row is to be the key of the record, which has no schema: write it with one, or set the key mode to record_value or none',
      { code: 'RECORD_NOT_A_ROW' },
    );
  }
  if (schema.type === 'STRUCT') return keyOfStruct(settings, keyPart(schema));
  const [name, ...more] = settings.keyFields;
  if (name === undefined || more.length > 0) {
    throw new DataError(
      `The key of the record is one ${schema.type}: name one column for it, instead of ${settings.keyFields.length}`,
      { code: 'RECORD_NOT_A_ROW' },
    );
  }
  return [{ name, schema, path: 'key', read: (record) => record.key }];
}

/**
 * Fields of a struct as the key of the row: those that are named, else all.
 * @throws DataError when one is not there.
 */
export function keyOfStruct(settings: RowSettings, part: StructPart): readonly RowColumn[] {
  const { keyFields } = settings;
  const fields =
    keyFields.length === 0
      ? part.fields
      : keyFields.map((name) => {
          const field = part.fields.find((candidate) => candidate.name === name);
          if (field !== undefined) return field;
          throw new DataError(
            `There is no field ${name} in the ${part.path} of the record, which the key of the row is made of`,
            { code: 'RECORD_NOT_A_ROW' },
          );
        });
  return fields.map((field) => columnOfField(part, field, settings));
}

/** Headers as the key of the row. @throws DataError when one is not there. */
export function keyOfHeaders({ keyFields }: RowSettings, record: SinkRecord): readonly RowColumn[] {
  const names = keyFields.length === 0 ? Array.from(record.headers, ({ key }) => key) : keyFields;
  return names.map((name) => {
    const header = record.headers.lastWithName(name);
    if (header === null) {
      throw new DataError(`There is no header ${name}, which the key of the row is made of`, {
        code: 'RECORD_NOT_A_ROW',
      });
    }
    return {
      name,
      schema: header.schema ?? optionalSchemas.string,
      path: `header ${name}`,
      read: (read: SinkRecord) => read.headers.lastWithName(name)?.value ?? null,
    };
  });
}

function keyPart(schema: Schema): StructPart {
  return {
    path: 'key',
    fields: schema.fields,
    read: ({ key }): Struct => {
      if (isStruct(key)) return key;
      throw new DataError('The record has no key, which the key of the row is made of', {
        code: 'RECORD_NOT_A_ROW',
      });
    },
  };
}
