import { formatJavaText } from '../data/java/java-text.ts';
import type { Schema } from '../data/schema.ts';
import { formatSchema } from '../data/schemas/schema-text.ts';
import type { ConnectRecord } from './connect-record.ts';
import { SinkRecord } from './sink-record.ts';
import type { SourceRecord } from './source-record.ts';

const timestampTypes = {
  NoTimestampType: 'NO_TIMESTAMP_TYPE',
  CreateTime: 'CREATE_TIME',
  LogAppendTime: 'LOG_APPEND_TIME',
} as const;

/** A record with its content, as Java prints it in messages. */
export function formatRecord(record: ConnectRecord): string {
  const { topic, kafkaPartition, keySchema, key, valueSchema, value, timestampMs, headers } = record;
  const origin =
    record instanceof SinkRecord ? sinkOrigin(record) : sourceOrigin(record as unknown as SourceRecord);
  const parts = [
    `topic='${topic}'`,
    `kafkaPartition=${kafkaPartition}`,
    `key=${formatJavaText(key, keySchema)}`,
    `keySchema=${schemaText(keySchema)}`,
    `value=${formatJavaText(value, valueSchema)}`,
    `valueSchema=${schemaText(valueSchema)}`,
    `timestamp=${timestampMs}`,
    `headers=${String(headers)}`,
  ];
  return `${origin} ConnectRecord{${parts.join(', ')}}`;
}

function sinkOrigin(record: SinkRecord): string {
  const parts = [
    `kafkaOffset=${record.kafkaOffset}`,
    `timestampType=${timestampTypes[record.timestampType]}`,
    `originalTopic=${record.originalTopic}`,
    `originalKafkaPartition=${record.originalKafkaPartition}`,
    `originalKafkaOffset=${record.originalKafkaOffset}`,
  ];
  return `SinkRecord{${parts.join(', ')}}`;
}

function sourceOrigin({ sourcePartition, sourceOffset }: SourceRecord): string {
  return `SourceRecord{sourcePartition=${fieldsText(sourcePartition)}, sourceOffset=${fieldsText(sourceOffset)}}`;
}

function fieldsText(fields: Readonly<Record<string, unknown>> | null): string {
  return formatJavaText(fields === null ? null : new Map(Object.entries(fields)));
}

function schemaText(schema: Schema | null): string {
  return schema === null ? 'null' : formatSchema(schema);
}
