import { describe, expect, it } from 'vitest';
import { TextConverter } from '../../testing/in-memory-converters.ts';
import { SinkPipeline, type ConsumedRecord } from './sink-pipeline.ts';

const calls: string[] = [];

class NotingConverter extends TextConverter {
  readonly #role: string;

  constructor(role: string) {
    super();
    this.#role = role;
  }

  override decode(bytes: Buffer | null): ReturnType<TextConverter['decode']> {
    calls.push(this.#role);
    return super.decode(bytes);
  }

  override decodeHeader(bytes: Buffer | null): ReturnType<TextConverter['decode']> {
    return this.decode(bytes);
  }
}

const named = (role: string) => ({
  className: `org.example.${role}`,
  version: '1',
  converter: new NotingConverter(role),
});

function pipeline(): SinkPipeline {
  calls.length = 0;
  return new SinkPipeline({ key: named('key'), value: named('value'), header: named('header') });
}

const consumed: ConsumedRecord = {
  offset: 7,
  timestampMs: 5,
  timestampType: 'log-append-time',
  key: Buffer.from('k'),
  value: Buffer.from('v'),
  headerCount: 1,
  headers: [{ key: 'h', value: Buffer.from('x') }],
};

describe('the pipeline of a sink', () => {
  it('converts key, then value, then headers, and keeps where the record was', () => {
    const record = pipeline().decode({ topic: 't', partition: 3 }, consumed);
    expect(calls).toEqual(['key', 'value', 'header']);
    expect(record).toMatchObject({
      topic: 't',
      kafkaPartition: 3,
      kafkaOffset: 7,
      key: 'k',
      value: 'v',
      timestampMs: 5,
      timestampType: 'LogAppendTime',
      originalTopic: 't',
      originalKafkaPartition: 3,
      originalKafkaOffset: 7,
    });
    expect(Array.from(record?.headers ?? [], ({ key, value }) => [key, value])).toEqual([['h', 'x']]);
  });

  it.each([
    ['none', 'NoTimestampType'],
    ['create-time', 'CreateTime'],
  ] as const)('gives no timestamp for -1, and the type %s as %s', (timestampType, name) => {
    const record = pipeline().decode(
      { topic: 't', partition: 0 },
      { ...consumed, timestampMs: -1, timestampType, headerCount: 0 },
    );
    expect(record).toMatchObject({ timestampMs: null, timestampType: name, hasHeaders: false });
  });

  it.each([
    ['KEY_CONVERTER', 'key', { key: Buffer.from('bad') }],
    ['VALUE_CONVERTER', 'value', { value: Buffer.from('bad') }],
    ['HEADER_CONVERTER', 'header', { headers: [{ key: 'h', value: Buffer.from('bad') }] }],
  ])('tells that it was at %s when a converter threw', (stage, role, bad) => {
    const decoding = pipeline();
    expect(() => decoding.decode({ topic: 't', partition: 0 }, { ...consumed, ...bad })).toThrow(
      'not to be converted',
    );
    expect(decoding.stageInUse).toEqual({ stage, className: `org.example.${role}` });
  });
});
