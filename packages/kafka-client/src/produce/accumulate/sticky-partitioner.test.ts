import { describe, expect, it } from 'vitest';
import { StickyPartitioner } from './sticky-partitioner.ts';

function sequence(...values: number[]): () => number {
  let next = 0;
  return () => values[next++ % values.length] ?? 0;
}

describe('the sticky partitioner', () => {
  it('stays with a partition until a batch of bytes went there and a batch begins', () => {
    const partitioner = new StickyPartitioner(100, () => 0, sequence(0, 0.9));
    partitioner.candidates = [0, 1, 2];
    expect(partitioner.partition).toBe(0);
    partitioner.appended(150, false);
    expect(partitioner.partition).toBe(0);
    partitioner.appended(1, true);
    expect(partitioner.partition).toBe(2);
  });

  it('moves on in the middle of a batch after twice the bytes', () => {
    const partitioner = new StickyPartitioner(100, () => 0, sequence(0, 0.9));
    partitioner.candidates = [0, 1, 2];
    expect(partitioner.partition).toBe(0);
    partitioner.appended(200, false);
    expect(partitioner.partition).toBe(2);
  });

  it('takes the partitions with fewer batches waiting more often', () => {
    const lengths = [3, 0, 1];
    const picks = [0, 0, 0];
    for (let ticket = 0; ticket < 8; ticket += 1) {
      const partitioner = new StickyPartitioner(
        1,
        (partition) => lengths[partition] ?? 0,
        () => ticket / 8,
      );
      partitioner.candidates = [0, 1, 2];
      picks[partitioner.partition] = (picks[partitioner.partition] ?? 0) + 1;
    }
    expect(picks).toEqual([1, 4, 3]);
  });

  it('leaves a partition that lost its leader', () => {
    const partitioner = new StickyPartitioner(
      100,
      () => 0,
      () => 0,
    );
    partitioner.candidates = [0, 1];
    expect(partitioner.partition).toBe(0);
    partitioner.candidates = [1];
    expect(partitioner.partition).toBe(1);
  });
});
