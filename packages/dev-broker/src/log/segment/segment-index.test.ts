import { describe, expect, it } from 'vitest';
import { lastIndexWhere, SegmentIndex } from './segment-index.ts';

const kib = 1024;

/** Batches of 40 KiB with 10 records each; the timestamps go up and down. */
function filledIndex(timestamps: readonly number[]): SegmentIndex {
  const index = new SegmentIndex();
  timestamps.forEach((maxTimestamp, count) =>
    index.add({ baseOffset: count * 10, position: count * 40 * kib, maxTimestamp }),
  );
  return index;
}

describe('a segment index', () => {
  it('has an entry for every 64 KiB at most', () => {
    expect(filledIndex([1, 2, 3, 4, 5, 6, 7]).entryCount).toBe(3);
  });

  it('names a position at or before each offset, and not far before it', () => {
    const index = filledIndex([1, 2, 3, 4, 5, 6, 7]);
    for (let offset = 0; offset < 70; offset += 1) {
      const wanted = Math.floor(offset / 10) * 40 * kib;
      const position = index.positionForOffset(offset);
      expect(position).toBeLessThanOrEqual(wanted);
      expect(wanted - position).toBeLessThan(128 * kib);
    }
  });

  it('names a position with nothing as late as a timestamp before it, even where timestamps go back', () => {
    const timestamps = [5, 9, 3, 4, 12, 6, 20];
    const index = filledIndex(timestamps);
    for (let timestamp = 0; timestamp <= 21; timestamp += 1) {
      const batchesBefore = index.positionForTimestamp(timestamp) / (40 * kib);
      expect(timestamps.slice(0, batchesBefore).every((each) => each < timestamp)).toBe(true);
    }
    expect(index.positionForTimestamp(20)).toBe(240 * kib);
  });

  it('knows the latest timestamp, -1 where there is nothing', () => {
    expect(new SegmentIndex().maxTimestamp).toBe(-1);
    expect(filledIndex([5, 9, 3]).maxTimestamp).toBe(9);
  });

  it('is the same after it was stored', () => {
    const index = filledIndex([5, 9, 3, 4, 12, 6, 20]);
    const stored = JSON.parse(JSON.stringify(index.toStored())) as ReturnType<SegmentIndex['toStored']>;
    const again = new SegmentIndex(stored);
    expect(again.toStored()).toEqual(index.toStored());
    again.add({ baseOffset: 70, position: 340 * kib, maxTimestamp: 21 });
    expect(again.entryCount).toBe(index.entryCount + 1);
    expect(index.maxTimestamp).toBe(20);
  });
});

describe('lastIndexWhere', () => {
  it.each([
    [[], 5, -1],
    [[6], 5, -1],
    [[5], 5, 0],
    [[1, 3, 5, 7], 5, 2],
    [[1, 3, 5, 7], 0, -1],
    [[1, 3, 5, 7], 99, 3],
  ])('finds in %j the last that is at most %i', (values, limit, expected) => {
    expect(lastIndexWhere(values, (each) => each <= limit)).toBe(expected);
  });
});
