import {
  schemas,
  SchemaBuilder,
  SourceRecord,
  Struct,
  TimestampSchema,
  optionalSchemas,
  type ConfigProperties,
} from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { applied, dataErrorOf, problemsOf, sinkRecord, transformation } from '../../testing/transform.ts';

const router = (properties: ConfigProperties) => transformation('ExpressionRouter', properties);
const value = new Map<string, unknown>(
  Object.entries({ country: 'de', shard: 7, at: '2026-01-02T03:04:05.006Z', none: null }),
);

describe('ExpressionRouter', () => {
  it.each([
    ["topic + '.' + value.country", 'orders.de'],
    ["value.country in ['de', 'at'] ? 'dach' : topic", 'dach'],
    ['value.none', 'orders'],
  ])('routes by %s', (topic, expected) => {
    expect(applied(router({ topic }), sinkRecord({ value })).topic).toBe(expected);
  });

  it('sets partition and timestamp, and leaves everything else', () => {
    const record = applied(
      router({ partition: 'value.shard % 4', timestamp: 'timestamp(value.at)' }),
      sinkRecord({ value, key: 'k' }),
    );
    expect([record.topic, record.kafkaPartition, record.timestampMs]).toEqual([
      'orders',
      3,
      Date.UTC(2026, 0, 2, 3, 4, 5, 6),
    ]);
    expect([record.key, record.value]).toEqual(['k', value]);
  });

  it('leaves the partition of a record of a source to Kafka, and a record without a timestamp', () => {
    const record = new SourceRecord({ topic: 't', kafkaPartition: 5, timestampMs: 1, value });
    const routed = applied(router({ partition: 'value.none', timestamp: 'null' }), record);
    expect([routed.kafkaPartition, routed.timestampMs]).toEqual([null, null]);
    expect(applied(router({ topic: "offset == null ? 'source' : 'sink'" }), record).topic).toBe('source');
  });

  it('sets headers with the schema of what they are, in the place of those of the same key', () => {
    const record = sinkRecord({ value, key: 3, keySchema: schemas.int16 });
    record.headers.add('a', 1, null).add('a', 2, null).add('b', 3, null).add('gone', 4, null);
    const { headers } = applied(
      router({
        'headers.a': 'value.country',
        'headers.key': 'key',
        'headers.n': 'value.shard + headers.b',
        'headers.at': 'timestamp(value.at)',
        'headers.list': '[1, 2]',
        'headers.gone': 'null',
      }),
      record,
    );
    expect([...headers]).toEqual([
      { key: 'b', value: 3, schema: null },
      { key: 'a', value: 'de', schema: schemas.string },
      { key: 'at', value: new Date('2026-01-02T03:04:05.006Z'), schema: TimestampSchema.schema },
      { key: 'key', value: 3, schema: schemas.int16 },
      { key: 'list', value: [1n, 2n], schema: SchemaBuilder.array(optionalSchemas.int64).optional().build() },
      { key: 'n', value: 10n, schema: schemas.int64 },
    ]);
    expect([...record.headers].map(({ key }) => key)).toEqual(['a', 'a', 'b', 'gone']);
  });

  it('takes the schema of a field over to a header', () => {
    const schema = SchemaBuilder.struct().field('n', optionalSchemas.int8).build();
    const to = router({ 'headers.n': 'value.n' });
    const record = applied(to, sinkRecord({ valueSchema: schema, value: new Struct(schema).put('n', 5) }));
    expect([...record.headers]).toEqual([{ key: 'n', value: 5, schema: optionalSchemas.int8 }]);
  });

  it.each<[ConfigProperties, string]>([
    [{ topic: "''" }, 'The topic of a record cannot be empty'],
    [{ topic: 'value.shard' }, 'a topic is a string, not an int'],
    [{ partition: 'value.shard - 8' }, 'a partition lies between 0 and 2147483647'],
    [{ timestamp: 'value.at' }, 'a timestamp is made with timestamp(…), this is a string'],
    [{ timestamp: 'timestamp(-1)' }, 'the timestamp of a record cannot lie before 1970'],
    [{ 'headers.d': "duration('1s')" }, 'a duration has no counterpart in Connect'],
  ])('refuses a record that cannot go there: %j', (properties, reason) => {
    const error = dataErrorOf(() => router(properties).apply(sinkRecord({ value })));
    expect(error.message).toContain(reason);
    expect(error.code).toBe('EXPRESSION_FAILED');
  });

  it.each<[ConfigProperties, string, string]>([
    [{}, 'topic', 'Nothing is changed: set it, or partition, timestamp or headers.<key>'],
    [{ topic: '1' }, 'topic', 'the result has to be a string, but it is an int'],
    [{ partition: "'a'" }, 'partition', 'the result has to be an int, but it is a string'],
    [{ timestamp: 'offset' }, 'timestamp', 'the result has to be a timestamp, but it is an int'],
    [{ 'headers.x': 'nothing' }, 'headers.x', "line 1, column 1: there is no variable 'nothing'"],
    [{ 'headers.': '1' }, 'headers.', 'The key of a header is not empty'],
  ])('is refused when it is configured: %j', (properties, key, problem) => {
    expect(problemsOf('ExpressionRouter', properties)[key]?.join()).toContain(problem);
  });
});
