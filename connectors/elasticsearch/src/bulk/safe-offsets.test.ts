import { describe, expect, it } from 'vitest';
import { record } from '../fixtures/records.ts';
import { safeOffsets } from './safe-offsets.ts';

const next = (partition: number, offset: number) => ({ topic: 'orders', partition, offset });

describe('the offsets that may be committed', () => {
  it('are those that were put, when everything is settled', () => {
    expect(safeOffsets([next(0, 10), next(1, 20)], [])).toEqual([next(0, 10), next(1, 20)]);
  });

  it('end at the first record of a partition that is not settled', () => {
    const unsettled = [record(7), record(5), record(9)];
    expect(safeOffsets([next(0, 10), next(1, 20)], [unsettled])).toEqual([next(0, 5), next(1, 20)]);
  });

  it('are not moved by records that were not put yet', () => {
    expect(safeOffsets([next(0, 10)], [[record(12)]])).toEqual([next(0, 10)]);
  });

  it('count where a record was consumed, whatever transformations made of it', () => {
    const moved = record(5).with({ topic: 'elsewhere', kafkaPartition: 3 });
    expect(safeOffsets([next(0, 10)], [[], [moved]])).toEqual([next(0, 5)]);
  });
});
