import { SinkRecord, type PartitionOffset } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { away, MemoryStore } from '../../testing/memory-store.ts';
import { SinkDriver } from '../../testing/sink-driver.ts';

const partition = { topic: 't', partition: 0 };
const minute = 60_000;
const config = {
  'format.class': 'json',
  'flush.size': '1000',
  'rotate.schedule.interval.ms': String(10 * minute),
  timezone: 'UTC',
};
const names = (store: MemoryStore): string[] =>
  [...store.shown.keys()].map((path) => path.slice(path.indexOf('t+')));

function records(from: number, count: number): SinkRecord[] {
  return Array.from({ length: count }, (_none, index) => {
    return new SinkRecord({ topic: 't', kafkaPartition: 0, kafkaOffset: from + index, value: from + index });
  });
}

/** A task whose files the clock has ended behind five records. */
async function endedByTheClock() {
  const store = new MemoryStore();
  // Nobody can see what is there: the boundaries alone decide.
  store.list = () => Promise.resolve([]);
  const committed = new Map<string, PartitionOffset>();
  const driver = new SinkDriver({ config, store, committed });
  await driver.open(partition);
  await driver.put(records(0, 5));
  driver.nowMs += 11 * minute;
  await driver.put([]);
  return { store, committed, driver };
}

describe('an end that the clock has decided', () => {
  it('is committed beside the offset before its files are shown', async () => {
    const { store, committed, driver } = await endedByTheClock();
    expect(names(store)).toEqual([]);
    expect(driver.wantsCommit).toBe(true);
    driver.commit(true);
    await driver.put([]);
    expect(names(store), 'the answer of the brokers was lost').toEqual([]);
    driver.commit();
    expect([...committed.values()]).toEqual([
      { ...partition, offset: 0, metadata: '{"storage":1,"until":[[5,null]]}' },
    ]);
    await driver.put([]);
    expect(names(store)).toEqual(['t+0+0000000000+0000000004.json']);
    driver.commit();
    expect([...committed.values()]).toEqual([{ ...partition, offset: 5, metadata: '{"storage":1}' }]);
  });

  it('stays one after a crash, whatever the clock shows then', async () => {
    const { store, committed, driver } = await endedByTheClock();
    driver.commit();
    await driver.put([]);
    const next = new SinkDriver({ config, store, committed });
    next.nowMs = driver.nowMs + minute;
    await next.open(partition);
    await next.put(records(0, 9));
    await next.put([]);
    next.commit();
    expect(names(store)).toEqual(['t+0+0000000000+0000000004.json']);
    expect([...committed.values()]).toEqual([{ ...partition, offset: 5, metadata: '{"storage":1}' }]);
  });

  it('stays one when its files cannot be shown at once', async () => {
    const { store, committed, driver } = await endedByTheClock();
    driver.commit();
    store.beforeStep = (step) => {
      if (step === 'publish') throw away();
    };
    expect(await driver.put([])).toBe(true);
    driver.commit();
    expect([...committed.values()]).toEqual([
      { ...partition, offset: 0, metadata: '{"storage":1,"until":[[5,null]]}' },
    ]);
    store.beforeStep = () => {};
    await driver.put(records(0, 9));
    await driver.put([]);
    expect(names(store)).toEqual(['t+0+0000000000+0000000004.json']);
  });

  it('is asked for soon, and not before it is due', async () => {
    const { driver } = await endedByTheClock();
    expect(driver.timeouts).toEqual([10 * minute, 20]);
  });
});

describe('the first files of a partition', () => {
  it('are shown when an offset is committed: without one, the next task would begin behind the last of them', async () => {
    const store = new MemoryStore();
    const committed = new Map<string, PartitionOffset>();
    const driver = new SinkDriver({ config: { ...config, 'flush.size': '3' }, store, committed });
    await driver.open(partition);
    await driver.put(records(0, 4));
    await driver.put([]);
    expect(names(store)).toEqual([]);
    expect(driver.wantsCommit).toBe(true);
    driver.commit();
    await driver.put([]);
    expect(names(store)).toEqual(['t+0+0000000000+0000000002.json']);
    await driver.put(records(4, 2));
    await driver.put([]);
    expect(names(store), 'later ones at once').toHaveLength(2);
  });
});

describe('offsets', () => {
  it('follow the consumer where nothing is open, as where all records were left out before the sink', async () => {
    const { committed, driver } = await endedByTheClock();
    driver.commit();
    await driver.put([]);
    const safe = driver.task.preCommit([{ ...partition, offset: 17 }]);
    expect(safe).toEqual([{ ...partition, offset: 17, metadata: '{"storage":1}' }]);
    expect(committed.get('t-0')?.offset).toBe(0);
  });

  it('come from the names of the files where none is committed', async () => {
    const shown = new Map(
      [
        't/partition=0/t+0+3+7.json',
        't/x/y/t+0+0000000008+0000000011.json',
        't/t+1+0+99.json',
        't/u+0+0+99.json',
      ].map((path) => [`topics/${path}`, Buffer.alloc(0)] as const),
    );
    const driver = new SinkDriver({ config, store: new MemoryStore(shown), committed: new Map() });
    await driver.open(partition);
    expect(driver.positionOf(partition)).toBe(12);
  });

  it('leave out what is in files, when somebody has set them back', async () => {
    const shown = new Map([['topics/t/partition=0/t+0+0000000003+0000000007.json', Buffer.alloc(0)]]);
    const store = new MemoryStore(shown);
    const committed = new Map<string, PartitionOffset>([['t-0', { ...partition, offset: 0 }]]);
    const driver = new SinkDriver({ config: { ...config, 'flush.size': '12' }, store, committed });
    await driver.open(partition);
    await driver.put(records(0, 12));
    await driver.put([]);
    expect(
      store.shown
        .get('topics/t/partition=0/t+0+0000000000+0000000011.json')
        ?.toString()
        .trim()
        .split('\n')
        .map(Number),
    ).toEqual([0, 1, 2, 8, 9, 10, 11]);
  });
});
