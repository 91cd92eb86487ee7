import type { RecordBatchView } from '@sluice/kafka-protocol';
import { KafkaError } from '../../errors/kafka-error.ts';
import { formatPartition, type TopicPartition } from '../../topic-partition.ts';

/** Which records are meant. */
export interface CorruptPlace {
  readonly partition: TopicPartition;
  /** `host:port` of the broker that sent them. */
  readonly broker: string;
}

/** The error for a batch that is not what was written. Waiting seldom helps; going on behind it does. */
export function corruptBatch(
  { partition, broker }: CorruptPlace,
  view: RecordBatchView,
  cause?: unknown,
): KafkaError {
  const end = view.lastOffset + 1n;
  const why = cause === undefined ? 'its checksum is wrong' : messageOf(cause);
  const message =
    `Record batch of ${formatPartition(partition)} that ends at offset ${view.lastOffset}, ` +
    `from Kafka at ${broker}, is corrupt: ${why}; to leave it out, go on at offset ${end}`;
  return corrupt({ partition, broker }, message, cause);
}

/** The error for bytes of which it cannot even be told where the next batch begins. */
export function corruptBytes(
  { partition, broker }: CorruptPlace,
  fromOffset: number,
  cause: unknown,
): KafkaError {
  const message =
    `What Kafka at ${broker} sent of ${formatPartition(partition)} behind offset ${fromOffset} ` +
    `are no record batches: ${messageOf(cause)}`;
  return corrupt({ partition, broker }, message, cause);
}

function corrupt(
  { partition: { topic, partition }, broker }: CorruptPlace,
  message: string,
  cause: unknown,
): KafkaError {
  const place = { broker, topic, partition };
  return new KafkaError('CORRUPT_MESSAGE', message, cause === undefined ? place : { ...place, cause });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
