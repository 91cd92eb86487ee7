import { SourceRecord, type Transformation } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { textConverters } from '../../testing/in-memory-converters.ts';
import { SinkPipeline } from './sink-pipeline.ts';
import { SourcePipeline } from './source-pipeline.ts';
import { StageShares } from './stage-shares.ts';
import { TransformChain } from './transform-chain.ts';

/** Takes its time. */
const slow: Transformation = {
  apply: (record) => {
    const endMs = performance.now() + 1;
    while (performance.now() < endMs);
    return record;
  },
};
const chain = (transformation: Transformation) =>
  new TransformChain([{ className: 'o.T', transformation, condition: null }]);
const record = new SourceRecord({ topic: 't', value: 'v' });
const consumed = {
  offset: 0,
  timestampMs: 0,
  timestampType: 'create-time',
  key: null,
  value: Buffer.from('v'),
  valueRange: null,
  headerCount: 0,
  headers: [],
} as const;

describe('the share of transformations', () => {
  it('is what the records that were timed show', () => {
    const shares = new StageShares();
    expect(shares.transformShare).toBe(0);
    shares.took(1, 3);
    shares.took(2, 2);
    expect(shares.transformShare).toBe(3 / 8);
  });

  it('is taken from the 32nd record, and from every 256th after it', () => {
    const shares = new StageShares();
    const due = Array.from({ length: 800 }, (_none, index) => (shares.isDue() ? index + 1 : 0));
    expect(due.filter((count) => count > 0)).toEqual([32, 288, 544, 800]);
  });

  it('is nearly all where a transformation takes longest, of a source and of a sink', () => {
    const source = new SourcePipeline(textConverters, chain(slow));
    const sink = new SinkPipeline(textConverters, { chain: chain(slow) });
    for (let count = 0; count < 32; count += 1) {
      source.encode(record);
      sink.decode({ topic: 't', partition: 0 }, consumed);
    }
    expect(source.transformShare).toBeGreaterThan(0.5);
    expect(sink.transformShare).toBeGreaterThan(0.5);
    expect([source.value, sink.decode({ topic: 't', partition: 0 }, consumed)?.value]).toEqual(['v', 'v']);
  });

  it('is nothing without transformations', () => {
    const pipeline = new SourcePipeline(textConverters);
    for (let count = 0; count < 300; count += 1) pipeline.encode(record);
    expect(pipeline.transformShare).toBe(0);
  });
});
