import { beforeEach, describe, expect, it } from 'vitest';
import { testLogSettings } from './fixtures/log-settings.ts';
import { MemoryStorage } from '../storage/memory-storage.ts';
import { makeBatch, readValues } from './fixtures/make-batch.ts';
import { longPoll, type PollLimits, type ReadTarget } from './long-poll.ts';
import { PartitionLog } from './partition-log.ts';
import { SegmentPool } from './segment/segment-pool.ts';

const noLimits: PollLimits = {
  minBytes: 1,
  maxBytes: 1_000_000,
  maxWaitMs: 60_000,
  onDisconnect: () => ({ forget: () => undefined }),
};

let logs: PartitionLog[];
let targets: ReadTarget[];

beforeEach(async () => {
  const storage = new MemoryStorage();
  const pool = new SegmentPool();
  logs = await Promise.all(
    ['a', 'b', 'c'].map((folder) =>
      PartitionLog.open({
        storage,
        folder,
        pool,
        settings: () => ({ ...testLogSettings, segmentBytes: 1e6 }),
        now: () => 0,
        producerExpirationMs: 1000,
        onError: () => undefined,
        onCut: () => undefined,
      }),
    ),
  );
  targets = logs.map((log) => ({ log, offset: 0, maxBytes: 100_000 }));
});

const one = makeBatch({ values: ['x'] }).sizeInBytes;

async function append(index: number, value = 'x'): Promise<void> {
  await logs[index]?.append(makeBatch({ values: [value] }));
}

function waiterCount(): number {
  return logs.reduce((sum, { waiters }) => sum + waiters.size, 0);
}

function sizes(results: readonly (Buffer | string)[]): (number | string)[] {
  return results.map((each) => (typeof each === 'string' ? each : each.length));
}

async function untilWaiting(): Promise<void> {
  while (waiterCount() === 0) await new Promise(setImmediate);
}

describe('a long poll', () => {
  it('answers at once where there is enough', async () => {
    await append(1);
    expect(sizes(await longPoll(targets, noLimits))).toEqual([0, one, 0]);
  });

  it('waits for records of any of its partitions', async () => {
    const polled = longPoll(targets, noLimits);
    await untilWaiting();
    await append(2, 'late');
    const [, , records] = await polled;
    expect(readValues(records as Buffer)).toEqual([[0, 'late']]);
    expect(waiterCount()).toBe(0);
  });

  it('waits for the least, counting all partitions together', async () => {
    await append(0);
    const polled = longPoll(targets, { ...noLimits, minBytes: one * 3 });
    let answered = false;
    void polled.then(() => (answered = true));
    await untilWaiting();
    await append(1);
    await new Promise(setImmediate);
    expect([answered, waiterCount()]).toEqual([false, 3]);
    await append(0);
    expect(sizes(await polled)).toEqual([one * 2, one, 0]);
  });

  it('sees what is appended while it reads', async () => {
    for (let round = 0; round < 50; round += 1) {
      const offsets = logs.map(({ endOffset }) => endOffset);
      const polled = longPoll(
        targets.map((target, index) => ({ ...target, offset: offsets[index] ?? 0 })),
        noLimits,
      );
      await append(round % 3);
      expect(sizes(await polled).filter((size) => size === one)).toHaveLength(1);
    }
  });

  it('answers with what there is when the time is over', async () => {
    await append(0);
    const results = await longPoll(targets, { ...noLimits, minBytes: 10_000, maxWaitMs: 20 });
    expect(sizes(results)).toEqual([one, 0, 0]);
    expect(waiterCount()).toBe(0);
  });

  it('answers at once where an offset does not exist', async () => {
    const [first, ...others] = targets;
    if (first === undefined) throw new Error('no target');
    expect(sizes(await longPoll([{ ...first, offset: 7 }, ...others], noLimits))).toEqual([
      'OFFSET_OUT_OF_RANGE',
      0,
      0,
    ]);
  });

  it('ends when the client goes away', async () => {
    let disconnect: () => void = () => undefined;
    const onDisconnect = (action: () => void): { forget(): void } => {
      disconnect = action;
      return { forget: () => undefined };
    };
    const polled = longPoll(targets, { ...noLimits, onDisconnect });
    await untilWaiting();
    disconnect();
    expect(sizes(await polled)).toEqual([0, 0, 0]);
    expect(waiterCount()).toBe(0);
  });

  it('ends when a partition is removed', async () => {
    const polled = longPoll(targets, noLimits);
    await untilWaiting();
    await logs[1]?.remove();
    expect(sizes(await polled)).toEqual([0, 'UNKNOWN_TOPIC_OR_PARTITION', 0]);
  });

  it('shares the limit among its partitions, one batch being given in any case', async () => {
    for (const index of [0, 1, 2]) await append(index);
    expect(sizes(await longPoll(targets, { ...noLimits, maxBytes: one * 2 + 5 }))).toEqual([one, one, 0]);
    expect(sizes(await longPoll(targets, { ...noLimits, maxBytes: 1 }))).toEqual([one, 0, 0]);
  });
});
