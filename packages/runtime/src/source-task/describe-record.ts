import type { SourceRecord } from '@sluice/connect-api';

/** Where a source record comes from and goes to, for messages. */
export function placeOfSourceRecord(record: SourceRecord): string {
  const { topic, sourcePartition, sourceOffset } = record;
  return `source partition ${toText(sourcePartition)}, source offset ${toText(sourceOffset)}, bound for topic ${topic}`;
}

/** A source record with its content, for logs that may show it. */
export function describeSourceRecord(record: SourceRecord): string {
  const { key, value, timestampMs } = record;
  return `${placeOfSourceRecord(record)}, timestamp ${timestampMs}, key ${String(key)}, value ${String(value)}`;
}

function toText(fields: Readonly<Record<string, unknown>> | null): string {
  return JSON.stringify(fields, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
