import { KafkaError, type KafkaErrorPlace } from './kafka-error.ts';

/** A 64-bit number as a JavaScript one. @throws KafkaError where it cannot be represented exactly. */
export function exactNumber(value: bigint, field: string, place: KafkaErrorPlace = {}): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new KafkaError(
    'UNKNOWN_SERVER_ERROR',
    `${field} is ${value}, beyond what can be represented exactly`,
    place,
  );
}

/** As `exactNumber`; `null` for the negative numbers by which Kafka says that there is none. */
export function exactOrNone(value: bigint, field: string, place: KafkaErrorPlace = {}): number | null {
  return value < 0n ? null : exactNumber(value, field, place);
}
