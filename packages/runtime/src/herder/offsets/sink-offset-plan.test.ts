import { describe, expect, it } from 'vitest';
import type { ExactJson, OffsetFields } from './offset-json.ts';
import { parseSinkWish } from './sink-offset-plan.ts';

const place = { kafka_topic: 't', kafka_partition: 0n };
const partitionText = (text: string): string =>
  `Failed to parse the following Kafka partition value in the provided offsets: '${text}'. ` +
  'Partition values for sink connectors need to be integers.';
const offsetText = (text: string): string =>
  `Failed to parse the following Kafka offset value in the provided offsets: '${text}'. ` +
  'Offset values for sink connectors need to be integers.';

describe('an offset that is asked for of a sink', () => {
  it.each<[ExactJson, ExactJson, [number, number]]>([
    [0n, 5n, [0, 5]],
    ['3', '7', [3, 7]],
    ['+03', '+007', [3, 7]],
    [2147483647n, 9007199254740991n, [2147483647, 9007199254740991]],
    [-1n, -1n, [-1, -1]],
  ])('may be partition %s and offset %s', (partition, offset, [expected, to]) => {
    const wish = { partition: { ...place, kafka_partition: partition }, offset: { kafka_offset: offset } };
    expect(parseSinkWish(wish)).toEqual({ topic: 't', partition: expected, to });
  });

  it('may be none, and have more fields than are looked at', () => {
    expect(parseSinkWish({ partition: { ...place, more: [] }, offset: null }).to).toBeNull();
    expect(parseSinkWish({ partition: place, offset: { kafka_offset: 1n, kafka_timestamp: 'x' } }).to).toBe(
      1,
    );
  });

  it('names a topic by the text of whatever is there', () => {
    expect(parseSinkWish({ partition: { ...place, kafka_topic: 5n }, offset: null }).topic).toBe('5');
  });

  it.each<[ExactJson, number]>([
    [0n, 0],
    [1_700_000_000_123n, 1_700_000_000_123],
    ['1700000000123', 1_700_000_000_123],
    ['2026-01-31T12:00:00Z', Date.UTC(2026, 0, 31, 12)],
    ['2026-01-31T12:00:00.250+01:00', Date.UTC(2026, 0, 31, 11, 0, 0, 250)],
    ['2026-01-31T12:00Z', Date.UTC(2026, 0, 31, 12)],
  ])('may be the time %s', (kafka_timestamp, timestampMs) => {
    expect(parseSinkWish({ partition: place, offset: { kafka_timestamp } }).to).toEqual({ timestampMs });
  });

  it.each<[OffsetFields | null, OffsetFields, string]>([
    [null, { kafka_offset: 1n }, 'The partition for a sink connector offset cannot be null or missing'],
    [
      { kafka_topic: 't' },
      { kafka_offset: 1n },
      "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'",
    ],
    [
      { ...place, kafka_topic: null },
      { kafka_offset: 1n },
      'Kafka topic names must be valid strings and may not be null',
    ],
    [
      { ...place, kafka_partition: null },
      { kafka_offset: 1n },
      'Kafka partitions must be valid numbers and may not be null',
    ],
    [{ ...place, kafka_partition: 'x' }, { kafka_offset: 1n }, partitionText('x')],
    [{ ...place, kafka_partition: '' }, { kafka_offset: 1n }, partitionText('')],
    [{ ...place, kafka_partition: 2147483648n }, { kafka_offset: 1n }, partitionText('2147483648')],
    [{ ...place, kafka_partition: 1 }, { kafka_offset: 1n }, partitionText('1.0')],
    [{ ...place, kafka_partition: { a: [1n, null] } }, { kafka_offset: 1n }, partitionText('{a=[1, null]}')],
    [place, {}, "The offset for a sink connector should either be null or contain the key 'kafka_offset'"],
    [place, { kafka_offset: null }, offsetText('null')],
    [place, { kafka_offset: 1e30 }, offsetText('1.0E30')],
    [place, { kafka_offset: 9223372036854775808n }, offsetText('9223372036854775808')],
    [
      place,
      { kafka_offset: 9007199254740993n },
      "The value of 'kafka_offset' is 9007199254740993, which is beyond any that this worker can represent",
    ],
    ...['2026-01-31', '2026-01-31T12:00:00', '2026-13-31T12:00:00Z', -1n, 1.5, null].map(
      (kafka_timestamp): [OffsetFields, OffsetFields, string] => [
        place,
        { kafka_timestamp },
        "The value of 'kafka_timestamp' in the offset for a sink connector is",
      ],
    ),
  ])('is refused for %o with %o', (partition, offset, message) => {
    expect(() => parseSinkWish({ partition, offset })).toThrow(
      expect.objectContaining({
        name: 'BadRequestError',
        message: expect.stringContaining(message) as string,
      }),
    );
  });
});
