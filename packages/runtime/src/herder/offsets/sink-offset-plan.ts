import { BadRequestError } from '@sluice/connect-api';
import { javaTextOf, type ConnectorOffset, type ExactJson, type OffsetFields } from './offset-json.ts';

/** What a request for a sink asks for in one partition of a topic. */
export interface SinkOffsetWish {
  readonly topic: string;
  readonly partition: number;
  /** An offset, `null` for none, or the first record that is not older than a time. */
  readonly to: number | null | { readonly timestampMs: number };
}

const topicKey = 'kafka_topic';
const partitionKey = 'kafka_partition';
const offsetKey = 'kafka_offset';
/** Not of Kafka Connect, where such a request is an error. */
const timestampKey = 'kafka_timestamp';

/**
 * Reads what a request for a sink asks for.
 * @throws BadRequestError saying what of it makes no sense.
 */
export function parseSinkWish({ partition, offset }: ConnectorOffset): SinkOffsetWish {
  return { ...parsePlace(partition), to: offset === null ? null : parseTarget(offset) };
}

/** The partition and offset of a consumer group as answers have it, in the order of Java. */
export function formatSinkOffset(place: Omit<SinkOffsetWish, 'to'>, offset: number): ConnectorOffset {
  return {
    partition: { [partitionKey]: BigInt(place.partition), [topicKey]: place.topic },
    offset: { [offsetKey]: BigInt(offset) },
  };
}

function parsePlace(fields: OffsetFields | null): Omit<SinkOffsetWish, 'to'> {
  if (fields === null) throw refused('The partition for a sink connector offset cannot be null or missing');
  const { [topicKey]: topic, [partitionKey]: partition } = fields;
  if (topic === undefined || partition === undefined) {
    throw refused(
      `The partition for a sink connector offset must contain the keys '${topicKey}' and '${partitionKey}'`,
    );
  }
  if (topic === null) throw refused('Kafka topic names must be valid strings and may not be null');
  if (partition === null) throw refused('Kafka partitions must be valid numbers and may not be null');
  const number = parseJavaInteger(partition, 32);
  if (number === null) {
    throw refused(
      `Failed to parse the following Kafka partition value in the provided offsets: '${javaTextOf(partition)}'. ` +
        'Partition values for sink connectors need to be integers.',
    );
  }
  return { topic: javaTextOf(topic), partition: Number(number) };
}

function parseTarget(fields: OffsetFields): Exclude<SinkOffsetWish['to'], null> {
  const { [offsetKey]: offset, [timestampKey]: timestamp } = fields;
  if (offset !== undefined) return parseOffset(offset);
  if (timestamp !== undefined) return { timestampMs: parseTimestamp(timestamp) };
  throw refused(`The offset for a sink connector should either be null or contain the key '${offsetKey}'`);
}

function parseOffset(value: ExactJson): number {
  const offset = parseJavaInteger(value, 64);
  if (offset === null) {
    throw refused(
      `Failed to parse the following Kafka offset value in the provided offsets: '${javaTextOf(value)}'. ` +
        'Offset values for sink connectors need to be integers.',
    );
  }
  return safe(offset, offsetKey);
}

const isoInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Milliseconds since 1970, or an instant such as `2026-01-31T12:00:00Z`. */
function parseTimestamp(value: ExactJson): number {
  const milliseconds = parseJavaInteger(value, 64);
  if (milliseconds !== null && milliseconds >= 0n) return safe(milliseconds, timestampKey);
  const instant = typeof value === 'string' && isoInstant.test(value) ? Date.parse(value) : Number.NaN;
  if (instant >= 0) return instant;
  throw refused(
    `The value of '${timestampKey}' in the offset for a sink connector is '${javaTextOf(value)}'; it must be ` +
      'milliseconds since 1970 or an instant with a time zone, such as 2026-01-31T12:00:00Z',
  );
}

function safe(value: bigint, key: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw refused(`The value of '${key}' is ${value}, which is beyond any that this worker can represent`);
}

/** As `Integer.parseInt` and `Long.parseLong` read the text of a value; `null` where they do not. */
function parseJavaInteger(value: ExactJson, bits: number): bigint | null {
  const text = javaTextOf(value);
  if (!/^[+-]?\d+$/.test(text)) return null;
  const number = text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text.replace('+', ''));
  return BigInt.asIntN(bits, number) === number ? number : null;
}

function refused(message: string): BadRequestError {
  return new BadRequestError(message, { code: 'REQUEST_INVALID' });
}
