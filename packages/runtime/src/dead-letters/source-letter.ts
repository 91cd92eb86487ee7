import type { SourceRecord } from '@sluice/connect-api';
import type { DeadLetter } from '../pipeline/errors/failure.ts';
import { header } from './context-headers.ts';
import { fieldsJson, sourceRecordJson } from './record-json.ts';

/**
 * A source record as the connector gave it, before any transformation: nothing was converted, so it goes as JSON. Those
 * of a source partition have the same key, and so stay in order.
 */
export function letterOfSource(record: SourceRecord): DeadLetter {
  const { topic, sourcePartition, sourceOffset } = record;
  return {
    key: sourcePartition === null ? null : fieldsJson(sourcePartition),
    value: sourceRecordJson(record),
    headers: [],
    timestampMs: null,
    origin: [
      header('topic', topic),
      header('source.partition', fieldsJson(sourcePartition)),
      header('source.offset', fieldsJson(sourceOffset)),
    ],
  };
}
