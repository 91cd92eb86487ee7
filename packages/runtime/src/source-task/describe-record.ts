import {
  formatJavaText,
  type ConnectRecord,
  type OffsetValue,
  type Schema,
  type SourceRecord,
} from '@sluice/connect-api';
import { letterOfSource } from '../dead-letters/source-letter.ts';
import type { Failure } from '../pipeline/errors/failure.ts';

/** What of a failure is known from the source record that failed. */
export function describedBy(record: SourceRecord): Omit<Failure, 'stage' | 'className' | 'error'> {
  return {
    place: placeOfSourceRecord(record),
    describeRecord: () => describeSourceRecord(record),
    letter: () => letterOfSource(record),
  };
}

/** Where a source record comes from and goes to, for messages. */
function placeOfSourceRecord(record: SourceRecord): string {
  const { topic, sourcePartition, sourceOffset } = record;
  return `source partition ${toText(sourcePartition)}, source offset ${toText(sourceOffset)}, bound for topic ${topic}`;
}

/** How a log line goes on that shows a source record with its content, in the form that a Java worker has for it. */
function describeSourceRecord(record: SourceRecord): string {
  const { sourcePartition, sourceOffset } = record;
  return (
    `, where source record is = SourceRecord{sourcePartition=${fieldsText(sourcePartition)}, ` +
    `sourceOffset=${fieldsText(sourceOffset)}} ${describeContent(record)}`
  );
}

function describeContent(record: ConnectRecord): string {
  const { topic, kafkaPartition, keySchema, key, valueSchema, value, timestampMs } = record;
  const headers = [...record.headers].map(
    (header) =>
      `ConnectHeader(key=${header.key}, value=${formatJavaText(header.value, header.schema)}, schema=${schemaText(header.schema)})`,
  );
  const content = [
    `topic='${topic}'`,
    `kafkaPartition=${kafkaPartition}`,
    `key=${formatJavaText(key, keySchema)}`,
    `keySchema=${schemaText(keySchema)}`,
    `value=${formatJavaText(value, valueSchema)}`,
    `valueSchema=${schemaText(valueSchema)}`,
    `timestamp=${timestampMs}`,
    `headers=ConnectHeaders(headers=${headers.length === 0 ? '' : `[${headers.join(', ')}]`})`,
  ];
  return `ConnectRecord{${content.join(', ')}}`;
}

function schemaText(schema: Schema | null): string {
  return schema === null ? 'null' : schema.toString();
}

function fieldsText(fields: Readonly<Record<string, OffsetValue>> | null): string {
  return fields === null ? 'null' : formatJavaText(new Map(Object.entries(fields)));
}

function toText(fields: Readonly<Record<string, unknown>> | null): string {
  return JSON.stringify(fields, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
