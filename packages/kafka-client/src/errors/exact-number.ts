import { formatPartition } from '../topic-partition.ts';
import { KafkaError, type KafkaErrorPlace } from './kafka-error.ts';

/**
 * A 64-bit number as a JavaScript one.
 * @param place - the partition that it is of, where it is of one: the message names it.
 * @throws KafkaError where it cannot be represented exactly.
 */
export function exactNumber(value: bigint, field: string, place: KafkaErrorPlace = {}): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  const message = `${field}${ofPartition(place)} is ${value}, beyond what can be represented exactly`;
  throw new KafkaError('UNKNOWN_SERVER_ERROR', message, place);
}

/** As `exactNumber`; `null` for the negative numbers by which Kafka says that there is none. */
export function exactOrNone(value: bigint, field: string, place: KafkaErrorPlace = {}): number | null {
  return value < 0n ? null : exactNumber(value, field, place);
}

function ofPartition({ topic, partition }: KafkaErrorPlace): string {
  return topic === undefined || partition === undefined ? '' : ` of ${formatPartition({ topic, partition })}`;
}
