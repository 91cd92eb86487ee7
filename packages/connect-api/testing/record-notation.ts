import {
  ConnectHeaders,
  SinkRecord,
  SourceRecord,
  type ConnectRecord,
  type ConnectRecordInit,
  type Header,
  type Headers,
  type TimestampType,
} from '../src/index.ts';
import type { HeaderNotation, RecordNotation } from './notation.ts';
import { readSchema, readValue } from './read-notation.ts';
import { writeSchema, writeValue } from './write-notation.ts';

const timestampTypes: Readonly<Record<string, TimestampType>> = {
  NO_TIMESTAMP_TYPE: 'NoTimestampType',
  CREATE_TIME: 'CreateTime',
  LOG_APPEND_TIME: 'LogAppendTime',
};

export function readHeaders(notations: readonly HeaderNotation[]): ConnectHeaders {
  return new ConnectHeaders(
    notations.map(({ key, schema: schemaNotation, value }): Header => {
      const schema = readSchema(schemaNotation);
      return { key, schema, value: readValue(value, schema) };
    }),
  );
}

export function writeHeaders(headers: Headers): HeaderNotation[] {
  return Array.from(headers, writeHeader);
}

export function writeHeader({ key, schema, value }: Header): HeaderNotation {
  return { key, schema: writeSchema(schema), value: writeValue(value, schema) };
}

export function readRecord(notation: RecordNotation): SourceRecord | SinkRecord {
  const keySchema = readSchema(notation.keySchema);
  const valueSchema = readSchema(notation.valueSchema);
  const init: ConnectRecordInit = {
    topic: notation.topic,
    kafkaPartition: notation.partition,
    keySchema,
    key: readValue(notation.key, keySchema),
    valueSchema,
    value: readValue(notation.value, valueSchema),
    timestampMs: notation.timestamp === null ? null : Number(notation.timestamp),
    headers: readHeaders(notation.headers),
  };
  if (notation.kind === 'source') {
    return new SourceRecord({ ...init, sourcePartition: { p: 1 }, sourceOffset: { o: 1 } });
  }
  return new SinkRecord({
    ...init,
    kafkaPartition: notation.partition ?? 0,
    kafkaOffset: Number(notation.offset ?? 0),
    timestampType: timestampTypes[notation.timestampType ?? ''] ?? 'NoTimestampType',
    ...(notation.originalTopic === undefined ? {} : { originalTopic: notation.originalTopic }),
    ...(notation.originalPartition === undefined
      ? {}
      : { originalKafkaPartition: notation.originalPartition }),
    ...(notation.originalOffset === undefined
      ? {}
      : { originalKafkaOffset: Number(notation.originalOffset) }),
  });
}

export function writeRecord(record: ConnectRecord): RecordNotation {
  const shared = {
    topic: record.topic,
    partition: record.kafkaPartition,
    keySchema: writeSchema(record.keySchema),
    key: writeValue(record.key, record.keySchema),
    valueSchema: writeSchema(record.valueSchema),
    value: writeValue(record.value, record.valueSchema),
    timestamp: record.timestampMs === null ? null : String(record.timestampMs),
    headers: record.hasHeaders ? writeHeaders(record.headers) : [],
  };
  if (!(record instanceof SinkRecord)) return { kind: 'source', ...shared };
  const timestampType = Object.entries(timestampTypes).find(([, type]) => type === record.timestampType);
  return {
    kind: 'sink',
    ...shared,
    offset: String(record.kafkaOffset),
    timestampType: timestampType?.[0] ?? null,
    originalTopic: record.originalTopic,
    originalPartition: record.originalKafkaPartition,
    originalOffset: String(record.originalKafkaOffset),
  };
}
