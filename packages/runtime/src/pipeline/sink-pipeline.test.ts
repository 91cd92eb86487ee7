import { DeferredMap, type SchemaAndValue, type Transformation } from '@sluice/connect-api';
import { DeferredTree } from '@sluice/connect-api/deferred-tree';
import { describe, expect, it } from 'vitest';
import { TextConverter } from '../../testing/in-memory-converters.ts';
import { SinkPipeline, type ConsumedRecord } from './sink-pipeline.ts';
import { TransformChain, type ChainLink } from './transform-chain.ts';

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
  valueRange: { bytes: Buffer.from('v'), start: 0, end: 1 },
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

const made = new Map([['n', 1]]);

class DeferringConverter extends TextConverter {
  decodeDeferred(): SchemaAndValue {
    return { schema: null, value: new DeferredTree(made) };
  }
}

/** Puts what it is given into another map with the others. */
function listing(takesDeferredMaps: boolean): Transformation {
  return {
    apply: (record) => record.with({ value: ['alone', record.value] }),
    joinWith: (following) => ({
      joined: following.length,
      takesDeferredMaps,
      apply: (record) =>
        record.with({ value: record.value instanceof DeferredMap ? record.value : 'joined' }),
    }),
  };
}

describe('the pipeline of a sink with a converter that defers maps', () => {
  const link = (transformation: Transformation): ChainLink => ({
    className: 'org.example.Link',
    condition: null,
    transformation,
  });

  function valueThrough(links: readonly ChainLink[], takesDeferredMaps: boolean): unknown {
    const value = { ...named('value'), converter: new DeferringConverter() };
    const converters = { key: named('key'), value, header: named('header') };
    const pipelineOf = new SinkPipeline(converters, { chain: new TransformChain(links), takesDeferredMaps });
    return pipelineOf.decode({ topic: 't', partition: 0 }, consumed)?.value;
  }

  it('gives a task such a map where it takes it, and has it read in full where it does not', () => {
    expect(valueThrough([], true)).toBeInstanceOf(DeferredTree);
    expect(valueThrough([], false)).toBe('v');
  });

  it('gives transformations such a map where they take it, and the task its map where it does not', () => {
    const links = [link(listing(true)), link(listing(true))];
    expect(valueThrough(links, true)).toBeInstanceOf(DeferredTree);
    expect(valueThrough(links, false)).toEqual(made);
  });

  it('has it read in full where transformations do not take it', () => {
    expect(valueThrough([link(listing(false)), link(listing(false))], true)).toBe('joined');
    expect(valueThrough([link({ apply: (record) => record })], true)).toBe('v');
  });

  it('makes the map for those that follow others which take it, or that are applied one after the other', () => {
    const seen: unknown[] = [];
    const noting: ChainLink = {
      ...link({ apply: (record) => record }),
      condition: {
        negate: false,
        predicate: { test: ({ value }) => seen.push(value) > 0 },
      },
    };
    const leaving: Transformation = {
      apply: (record) => record,
      joinWith: () => ({ joined: 1, takesDeferredMaps: true, apply: () => null }),
    };
    expect(valueThrough([link(listing(true)), noting], true)).toEqual(made);
    expect(valueThrough([link(leaving), noting], true)).toEqual(made);
    expect(seen).toEqual([made, made]);
  });
});
