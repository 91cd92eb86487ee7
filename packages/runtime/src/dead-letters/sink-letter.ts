import type { EncodedHeader } from '@sluice/connect-api';
import type { DeadLetter } from '../pipeline/errors/failure.ts';
import type { ConsumedRecord } from '../pipeline/sink-pipeline.ts';
import { header } from './context-headers.ts';

/** Where a consumed record is. */
export interface ConsumedPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** A consumed record as it was, byte for byte. */
export function letterOfConsumed(place: ConsumedPlace, record: ConsumedRecord): DeadLetter {
  const { key, value, timestampMs } = record;
  const headers = record.headerCount > 0 ? record.headers : [];
  return { key, value, headers, timestampMs, origin: originOf(place) };
}

/** The headers that say where a record was consumed. */
export function originOf({ topic, partition, offset }: ConsumedPlace): EncodedHeader[] {
  return [header('topic', topic), header('partition', String(partition)), header('offset', String(offset))];
}

/** Where a consumed record is, for messages. */
export function placeOfConsumed({ topic, partition, offset }: ConsumedPlace): string {
  return `topic ${topic}, partition ${partition}, offset ${offset}`;
}

/** How a log line goes on that shows a consumed record: coordinates, no content. */
export function describeConsumed(
  { topic, partition, offset }: ConsumedPlace,
  { timestampMs, timestampType }: { readonly timestampMs: number | null; readonly timestampType: string },
): string {
  const time =
    timestampType === 'CreateTime' || timestampType === 'LogAppendTime'
      ? `, timestamp=${timestampMs ?? -1}, timestampType=${timestampType}`
      : '';
  return `, where consumed record is {topic='${topic}', partition=${partition}, offset=${offset}${time}}`;
}
