import { SinkRecord, type PartitionOffset } from '@sluice/connect-api';
import { describe, expect, it, vi } from 'vitest';
import { away, MemoryStore } from '../../testing/memory-store.ts';
import { SinkDriver } from '../../testing/sink-driver.ts';

const partition = { topic: 't', partition: 0 };
const json = { 'format.class': 'json', 'flush.size': '5' };

function records(from: number, count: number): SinkRecord[] {
  return Array.from({ length: count }, (_none, index) => {
    return new SinkRecord({ topic: 't', kafkaPartition: 0, kafkaOffset: from + index, value: from + index });
  });
}

/** A store whose files become durable when they are let through. */
class SlowStore extends MemoryStore {
  readonly #gates: (() => void)[] = [];

  override stage(place: Parameters<MemoryStore['stage']>[0]) {
    const file = super.stage(place);
    const finish = async (): Promise<void> => {
      await new Promise<void>((resolve) => this.#gates.push(resolve));
      await file.finish();
    };
    return { ...file, finish };
  }

  get waiting(): number {
    return this.#gates.length;
  }

  /** Has the file durable that waits for it the longest, or the next one that will. */
  async letThrough(): Promise<void> {
    await vi.waitUntil(() => this.#gates.length > 0);
    this.#gates.shift()?.();
  }
}

async function started(config: Readonly<Record<string, string>> = {}) {
  const store = new SlowStore();
  const committed = new Map<string, PartitionOffset>([['t-0', { ...partition, offset: 0 }]]);
  const driver = new SinkDriver({ config: { ...json, ...config }, store, committed });
  await driver.open(partition);
  return { store, committed, driver };
}

const startsOf = ({ shown }: MemoryStore): number[] =>
  [...shown.keys()].map((path) => Number(/\+0\+(\d+)\+/.exec(path)?.[1]));

async function untilShown(store: MemoryStore, count: number): Promise<void> {
  await expect.poll(() => store.shown.size).toBe(count);
}

describe('files that are being completed', () => {
  it('do not hold up records', async () => {
    const { store, driver } = await started();
    await driver.put(records(0, 5));
    await driver.put(records(5, 7));
    expect(driver.positionOf(partition)).toBe(12);
    expect(store.waiting).toBe(2);
    expect(store.shown.size).toBe(0);
  });

  it('are shown in their order, and committed as far as they are shown', async () => {
    const { store, driver, committed } = await started();
    await driver.put(records(0, 11));
    driver.commit();
    expect(committed.get('t-0')?.offset).toBe(0);
    driver.wantsCommit = false;
    await store.letThrough();
    await untilShown(store, 1);
    expect(startsOf(store)).toEqual([0]);
    expect(driver.wantsCommit, 'as soon as they are shown').toBe(true);
    driver.commit();
    expect(committed.get('t-0')?.offset).toBe(5);
  });

  it('hold records up when there are many', async () => {
    const { store, driver } = await started({ 'flush.size': '1' });
    const put = driver.put(records(0, 12));
    await expect.poll(() => store.waiting).toBe(12);
    let isTaken = false;
    void put.then(() => (isTaken = true));
    for (let count = 0; count < 4; count += 1) {
      expect(isTaken).toBe(false);
      await store.letThrough();
      await untilShown(store, count + 1);
    }
    await put;
  });

  it('hold records up when they hold much of the memory', async () => {
    const { store, driver } = await started({ 'flush.size': '2', 'buffer.memory.bytes': '1024' });
    const value = 'x'.repeat(200);
    const large = records(0, 4).map((record) => record.with({ value }));
    const put = driver.put(large);
    let isTaken = false;
    void put.then(() => (isTaken = true));
    await expect.poll(() => store.waiting).toBe(2);
    expect(isTaken).toBe(false);
    await store.letThrough();
    await put;
  });

  it('are waited for when there is nothing else to do', async () => {
    const { store, driver } = await started();
    await driver.put(records(0, 5));
    expect(driver.timeouts.at(-1), 'looked after soon').toBe(20);
    const idle = driver.put([]);
    await store.letThrough();
    await idle;
    expect(startsOf(store)).toEqual([0]);
  });

  it('come again when one of them cannot be completed', async () => {
    const { store, driver, committed } = await started();
    await driver.put(records(0, 5));
    store.beforeStep = (step) => {
      if (step === 'finish') throw away();
    };
    await store.letThrough();
    await expect.poll(() => driver.put(records(driver.positionOf(partition), 1))).toBe(true);
    expect(driver.positionOf(partition)).toBe(0);
    store.beforeStep = () => {};
    await driver.put(records(0, 7));
    await store.letThrough();
    await untilShown(store, 1);
    driver.commit();
    expect(committed.get('t-0')?.offset).toBe(5);
  });

  it('are shown no more when the partition goes to somebody else', async () => {
    const { store, driver } = await started();
    await driver.put(records(0, 10));
    const closed = driver.task.close([partition]);
    await store.letThrough();
    await store.letThrough();
    await closed;
    expect(store.shown.size).toBe(0);
    expect(store.staged.size, 'and nothing is left of them').toBe(0);
  });
});

describe('a partition whose records had to wait', () => {
  it('was not idle meanwhile', async () => {
    const { store, driver } = await started({ 'flush.size': '100', 'rotate.idle.interval.ms': '1000' });
    await driver.put(records(0, 3));
    driver.nowMs += 5000;
    await driver.put(records(3, 3));
    driver.nowMs += 5000;
    const idle = driver.put([]);
    await store.letThrough();
    await idle;
    driver.commit();
    await driver.put([]);
    expect([...store.shown.keys()]).toEqual(['topics/t/partition=0/t+0+0000000000+0000000005.json']);
  });
});
