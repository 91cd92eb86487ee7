import { beforeEach, describe, expect, it } from 'vitest';
import { inTransaction, marker, readLog, testFolder, TestLog } from '../fixtures/test-log.ts';
import { makeKeyedBatch } from '../fixtures/make-batch.ts';
import type { PartitionLog } from '../partition-log.ts';

let place: TestLog;
let log: PartitionLog;

beforeEach(async () => {
  place = new TestLog();
  place.settings = { ...place.settings, segmentBytes: 10, compacts: true, deletesOldSegments: false };
  log = await place.open();
});

type Pair = readonly [key: string, value: string | null];

/** Each a batch in a segment of its own; the last of them is being written, and stays. */
async function write(...records: readonly Pair[]): Promise<void> {
  for (const record of records) await log.append(makeKeyedBatch([record]));
}

describe('compaction', () => {
  it.each(['none', 'gzip'] as const)(
    'keeps of each key the last record, at its offset and time (%s)',
    async (compression) => {
      await log.append(
        makeKeyedBatch(
          [
            ['a', '1'],
            ['b', '1'],
            ['a', '2'],
          ],
          { compression, timestamp: 5000 },
        ),
      );
      await write(['b', '2'], ['end', 'x']);
      await log.keepHouse();
      expect(await readLog(log)).toEqual([
        [2, 'a', '2'],
        [3, 'b', '2'],
        [4, 'end', 'x'],
      ]);
      expect(await log.findTimestamp(5000)).toEqual({ offset: 2, timestamp: 5000 });
      expect([log.startOffset, log.endOffset]).toEqual([0, 5]);
    },
  );

  it('joins what it left in few segments, and comes to the same after a restart', async () => {
    for (let round = 0; round < 30; round += 1) await write(['a', String(round)], ['b', String(round)]);
    await write(['end', 'x']);
    place.settings = { ...place.settings, segmentBytes: 100_000 };
    await log.keepHouse();
    const left = await readLog(log);
    expect(left.map(([, key, value]) => [key, value])).toEqual([
      ['a', '29'],
      ['b', '29'],
      ['end', 'x'],
    ]);
    const files = (await place.storage.list(testFolder)).filter((name) => name.endsWith('.log'));
    expect(files).toHaveLength(2);
    const again = await place.open();
    expect(await readLog(again)).toEqual(left);
    expect([again.endOffset, place.problems]).toEqual([61, []]);
  });

  it('keeps tombstones for their time, and no longer', async () => {
    place.settings = { ...place.settings, tombstoneRetentionMs: 5000 };
    await write(['a', '1'], ['a', null], ['end', '1']);
    await log.keepHouse();
    expect(await readLog(log)).toEqual([
      [1, 'a', undefined],
      [2, 'end', '1'],
    ]);
    place.nowMs += 4000;
    await write(['end', '2'], ['end', '3']);
    await log.keepHouse();
    expect((await readLog(log)).map(([offset]) => offset)).toContain(1);
    place.nowMs += 1001;
    await write(['end', '4'], ['end', '5'], ['end', '6']);
    await log.keepHouse();
    expect((await readLog(log)).map(([offset]) => offset)).toEqual([6, 7]);
  });

  it('waits until enough is new, unless that is too old', async () => {
    await write(['a', '1'], ['b', '1'], ['c', '1'], ['end', '1']);
    await log.keepHouse();
    await write(['a', '2']);
    await log.keepHouse();
    expect(await readLog(log)).toHaveLength(5);
    place.settings = { ...place.settings, maxCompactionLagMs: 10 };
    await write(['x', '2']);
    await log.keepHouse();
    expect((await readLog(log)).map(([offset]) => offset)).toEqual([1, 2, 3, 4, 5]);
  });

  it('leaves alone what is too young', async () => {
    place.settings = { ...place.settings, minCompactionLagMs: 5000 };
    await log.append(makeKeyedBatch([['a', '1']], { timestamp: place.nowMs - 6000 }));
    await log.append(makeKeyedBatch([['a', '2']], { timestamp: place.nowMs - 1000 }));
    await write(['end', 'x']);
    await log.keepHouse();
    expect(await readLog(log)).toHaveLength(3);
  });

  it('leaves out what was aborted, and nothing that is not decided', async () => {
    await log.append(inTransaction('a', 0));
    await log.append(marker('commit'));
    await log.append(inTransaction('a', 1));
    await log.append(marker('abort'));
    await log.append(inTransaction('a', 2));
    await write(['b', '1'], ['b', '2'], ['end', 'x']);
    await log.keepHouse();
    expect((await readLog(log)).map(([offset]) => offset)).toEqual([0, 4, 5, 6, 7]);
    expect(log.abortedBetween(0, 9)).toEqual([{ producerId: 7, firstOffset: 2 }]);
    await log.append(marker('commit'));
    await write(['end', 'y']);
    place.settings = { ...place.settings, minDirtyRatio: 0 };
    await log.keepHouse();
    expect((await readLog(log)).map(([offset]) => offset)).toEqual([4, 6, 7, 9]);
  });

  it.each(['.log.cleaned', '.log.swap'])(
    'is finished or forgotten after a crash that left %s',
    async (ending) => {
      await write(['a', '1'], ['a', '2'], ['end', 'x']);
      const names = new Set(await place.storage.list(testFolder));
      const rename = place.storage.rename.bind(place.storage);
      // The process ends before, or right after, the cleaned segment counts.
      place.storage.rename = async (from, to) => {
        if (ending === '.log.swap' && to.endsWith('.swap')) await rename(from, to);
        throw new Error('the process ended');
      };
      await log.keepHouse().catch(() => undefined);
      place.storage.rename = rename;
      expect((await place.storage.list(testFolder)).some((name) => name.endsWith(ending))).toBe(true);
      const again = await place.open();
      const offsets = (await readLog(again)).map(([offset]) => offset);
      expect(offsets).toEqual(ending === '.log.swap' ? [1, 2] : [0, 1, 2]);
      expect((await place.storage.list(testFolder)).filter((name) => /cleaned|swap/.test(name))).toEqual([]);
      expect(names.size).toBeGreaterThan(0);
    },
  );
});
