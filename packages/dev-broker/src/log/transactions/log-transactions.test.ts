import { beforeEach, describe, expect, it } from 'vitest';
import { inTransaction, marker, readLog, TestLog } from '../fixtures/test-log.ts';

let place: TestLog;

beforeEach(() => {
  place = new TestLog();
});

describe('a log with transactions', () => {
  it('is stable up to the first offset of the oldest transaction under way', async () => {
    const log = await place.open();
    await log.append(inTransaction('a', 0, 1n));
    await log.append(inTransaction('b', 0, 2n));
    await log.append(inTransaction('c', 1, 1n));
    expect([log.stableOffset, log.endOffset]).toEqual([0, 3]);
    await log.append(marker('commit', 1n));
    expect([log.stableOffset, log.endOffset]).toEqual([1, 4]);
    await log.append(marker('abort', 2n));
    expect([log.stableOffset, log.endOffset]).toEqual([5, 5]);
  });

  it('tells of the aborted transactions that a stretch has records of', async () => {
    const log = await place.open();
    await log.append(inTransaction('a', 0, 1n));
    await log.append(inTransaction('b', 0, 2n));
    await log.append(marker('abort', 1n));
    await log.append(marker('commit', 2n));
    await log.append(inTransaction('c', 1, 2n));
    await log.append(marker('abort', 2n));
    const first = { producerId: 1, firstOffset: 0 };
    const second = { producerId: 2, firstOffset: 4 };
    expect(log.abortedBetween(0, 6)).toEqual([first, second]);
    expect(log.abortedBetween(0, 4)).toEqual([first]);
    expect(log.abortedBetween(3, 6)).toEqual([second]);
    expect(log.abortedBetween(6, 9)).toEqual([]);
  });

  it('gives readers of what is committed nothing that is not decided', async () => {
    const log = await place.open();
    await log.append(inTransaction('a', 0));
    await log.append(marker('commit'));
    await log.append(inTransaction('b', 1));
    const limits = { maxBytes: 1000, atLeastOne: true, before: log.stableOffset };
    expect(await log.read(2, limits)).toHaveLength(0);
    const records = await log.read(0, limits);
    expect(records).toHaveLength(inTransaction('a', 0).sizeInBytes + marker('commit').sizeInBytes);
  });

  it('knows the same after the process ended, wherever it ended', async () => {
    const log = await place.open();
    await log.append(inTransaction('a', 0, 1n));
    await log.append(marker('abort', 1n));
    await log.append(inTransaction('b', 0, 2n));
    for (const again of [await place.open(), await place.open()]) {
      expect([again.stableOffset, again.abortedBetween(0, 9)]).toEqual([
        2,
        [{ producerId: 1, firstOffset: 0 }],
      ]);
    }
    await log.append(marker('abort', 2n));
    await log.close();
    const reopened = await place.open();
    expect(reopened.abortedBetween(0, 9).map(({ producerId }) => producerId)).toEqual([1, 2]);
    expect(reopened.stableOffset).toBe(4);
  });

  it('takes nothing more from a producer whose transaction a newer epoch ended', async () => {
    const log = await place.open();
    await log.append(inTransaction('a', 0));
    await log.append(marker('abort', 7n, 1));
    expect((await log.append(inTransaction('b', 1))).error).toBe('INVALID_PRODUCER_EPOCH');
    expect((await log.append(marker('abort', 7n, 0))).error).toBe('INVALID_PRODUCER_EPOCH');
  });

  it('forgets aborted transactions with their segments', async () => {
    const log = await place.open();
    await log.append(inTransaction('a', 0));
    await log.append(marker('abort'));
    place.settings = { ...place.settings, segmentBytes: 10 };
    await log.append(inTransaction('b', 1));
    await log.deleteBefore(2);
    expect([log.startOffset, log.abortedBetween(0, 9)]).toEqual([2, []]);
    const again = await place.open();
    expect([again.startOffset, again.abortedBetween(0, 9)]).toEqual([2, []]);
  });
});

describe('deleting records', () => {
  it('moves the start into a segment, and keeps it there', async () => {
    const log = await place.open();
    for (let sequence = 0; sequence < 5; sequence += 1)
      await log.append(inTransaction(String(sequence), sequence));
    await log.deleteBefore(3);
    expect(log.startOffset).toBe(3);
    expect(await log.read(2, { maxBytes: 1, atLeastOne: true })).toBe('OFFSET_OUT_OF_RANGE');
    const again = await place.open();
    expect((await readLog(again)).map(([offset]) => offset)).toEqual([3, 4]);
    await again.deleteBefore(5);
    expect([again.startOffset, again.endOffset]).toEqual([5, 5]);
  });
});
