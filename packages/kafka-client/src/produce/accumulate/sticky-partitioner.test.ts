import { describe, expect, it } from 'vitest';
import { StickyPartitioner } from './sticky-partitioner.ts';

function sequence(...values: number[]): () => number {
  let next = 0;
  return () => values[next++ % values.length] ?? 0;
}

interface Circumstances {
  readonly queueLength?: (partition: number) => number;
  readonly isAvailable?: (partition: number) => boolean;
  readonly random?: () => number;
}

function partitionerWith(circumstances: Circumstances, batchBytes = 100): StickyPartitioner {
  const usual = { queueLength: () => 0, isAvailable: () => true, random: () => 0 };
  return new StickyPartitioner({ batchBytes, ...usual, ...circumstances });
}

describe('the sticky partitioner', () => {
  it('stays with a partition until a batch of bytes went there and a batch begins', () => {
    const partitioner = partitionerWith({ random: sequence(0, 0.9) });
    partitioner.candidates = [0, 1, 2];
    expect(partitioner.partition).toBe(0);
    partitioner.appended(150, false);
    expect(partitioner.partition).toBe(0);
    partitioner.appended(1, true);
    expect(partitioner.partition).toBe(2);
  });

  it('moves on in the middle of a batch after twice the bytes', () => {
    const partitioner = partitionerWith({ random: sequence(0, 0.9) });
    partitioner.candidates = [0, 1, 2];
    expect(partitioner.partition).toBe(0);
    partitioner.appended(200, false);
    expect(partitioner.partition).toBe(2);
  });

  it('takes the partitions with fewer batches waiting more often', () => {
    const lengths = [3, 0, 1];
    const picks = [0, 0, 0];
    for (let ticket = 0; ticket < 8; ticket += 1) {
      const queueLength = (partition: number): number => lengths[partition] ?? 0;
      const partitioner = partitionerWith({ queueLength, random: () => ticket / 8 }, 1);
      partitioner.candidates = [0, 1, 2];
      picks[partitioner.partition] = (picks[partitioner.partition] ?? 0) + 1;
    }
    expect(picks).toEqual([1, 4, 3]);
  });

  it('leaves a partition that lost its leader', () => {
    const partitioner = partitionerWith({});
    partitioner.candidates = [0, 1];
    expect(partitioner.partition).toBe(0);
    partitioner.candidates = [1];
    expect(partitioner.partition).toBe(1);
  });

  it('passes over partitions that are not available, unless none is', () => {
    const available = new Set([1, 2]);
    const partitioner = partitionerWith({ isAvailable: (partition) => available.has(partition) });
    partitioner.candidates = [0, 1, 2];
    expect(partitioner.partition).toBe(1);
    available.delete(1);
    partitioner.choose();
    expect(partitioner.partition).toBe(2);
    available.clear();
    partitioner.choose();
    expect(partitioner.partition).toBe(0);
  });
});
