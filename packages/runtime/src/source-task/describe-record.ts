import { formatRecord, type SourceRecord } from '@sluice/connect-api';
import { letterOfSource } from '../dead-letters/source-letter.ts';
import type { Failure } from '../pipeline/errors/failure.ts';

/** What of a failure is known from the source record that failed. */
export function describedBy(record: SourceRecord): Omit<Failure, 'stage' | 'className' | 'error'> {
  return {
    place: placeOfSourceRecord(record),
    // How a log line goes on that shows the record, as a Java worker has it.
    describeRecord: () => `, where source record is = ${formatRecord(record)}`,
    letter: () => letterOfSource(record),
  };
}

/** Where a source record comes from and goes to, for messages. */
function placeOfSourceRecord(record: SourceRecord): string {
  const { topic, sourcePartition, sourceOffset } = record;
  return `source partition ${toText(sourcePartition)}, source offset ${toText(sourceOffset)}, bound for topic ${topic}`;
}

function toText(fields: Readonly<Record<string, unknown>> | null): string {
  return JSON.stringify(fields, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
