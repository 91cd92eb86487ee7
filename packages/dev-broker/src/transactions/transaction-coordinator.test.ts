import { beforeEach, describe, expect, it } from 'vitest';
import { ManualTimers } from '../groups/fixtures/manual-timers.ts';
import { MemoryStorage } from '../storage/memory-storage.ts';
import { TransactionCoordinator, type Ending } from './transaction-coordinator.ts';
import { lastEpoch, type TransactionPartition } from './transaction-record.ts';
import { TransactionStore } from './transaction-store.ts';

const partition = { topic: 't', partition: 0 };
let storage: MemoryStorage;
let written: string[];
let fails: boolean;
let nextId: number;

beforeEach(() => {
  storage = new MemoryStorage();
  written = [];
  fails = false;
  nextId = 100;
});

/** As after the end of the process. */
async function open(): Promise<TransactionCoordinator> {
  const note = ({ topic }: TransactionPartition, { producerId, epoch, outcome }: Ending): Promise<void> => {
    if (fails) return Promise.reject(new Error('no space left'));
    written.push(`${topic} ${outcome} ${producerId}/${epoch}`);
    return Promise.resolve();
  };
  const coordinator = new TransactionCoordinator({
    store: await TransactionStore.open(storage),
    nextProducerId: () => Promise.resolve(nextId++),
    writeMarker: note,
    endGroupOffsets: (groupId, ending) => note({ topic: groupId, partition: 0 }, ending),
    startTimer: new ManualTimers().start,
    now: () => 1000,
    maxTimeoutMs: 10_000,
    idExpirationMs: 5000,
    onError: () => undefined,
  });
  await coordinator.resume();
  return coordinator;
}

const request = { transactionalId: 'tx', timeoutMs: 1000, expected: null };
const claim = { transactionalId: 'tx', producerId: 100, epoch: 0 };

describe('a transaction coordinator', () => {
  it('ends after a crash what was decided before it', async () => {
    const coordinator = await open();
    await coordinator.init(request);
    await coordinator.add(claim, { partitions: [partition], groups: ['g'] });
    fails = true;
    await expect(coordinator.end(claim, { outcome: 'commit', bumpsEpoch: false })).rejects.toThrow(
      'no space',
    );
    expect(coordinator.admits(claim, partition)).toBe('TRANSACTION_ABORTABLE');
    fails = false;
    const again = await open();
    expect(written).toEqual(['t commit 100/0', 'g commit 100/0']);
    expect(again.find('tx')?.state).toBe('CompleteCommit');
  });

  it('ends what could not be ended when it is asked again', async () => {
    const coordinator = await open();
    await coordinator.init(request);
    await coordinator.add(claim, { partitions: [partition] });
    fails = true;
    await expect(coordinator.end(claim, { outcome: 'abort', bumpsEpoch: true })).rejects.toThrow('no space');
    fails = false;
    expect(await coordinator.end(claim, { outcome: 'abort', bumpsEpoch: true })).toMatchObject({
      error: 'NONE',
      epoch: 1,
    });
    expect(written).toEqual(['t abort 100/1']);
  });

  it('goes on with a transaction under way after a restart', async () => {
    const coordinator = await open();
    await coordinator.init(request);
    await coordinator.add(claim, { partitions: [partition] });
    const again = await open();
    expect(again.admits(claim, partition)).toBe('NONE');
    expect(await again.end(claim, { outcome: 'commit', bumpsEpoch: false })).toMatchObject({ error: 'NONE' });
  });

  it('gives a new producer id when the epochs of one are used up', async () => {
    const coordinator = await open();
    await coordinator.init(request);
    for (let epoch = 0; epoch < lastEpoch; epoch += 1) {
      await coordinator.end({ ...claim, epoch }, { outcome: 'abort', bumpsEpoch: true });
    }
    const last = { ...claim, epoch: lastEpoch };
    await coordinator.add(last, { partitions: [partition] });
    expect(await coordinator.end(last, { outcome: 'commit', bumpsEpoch: true })).toEqual({
      error: 'NONE',
      producerId: 101,
      epoch: 0,
    });
    expect(written).toEqual([`t commit 100/${lastEpoch + 1}`]);
  });

  it('answers who asks again for its id with the same epoch', async () => {
    const coordinator = await open();
    await coordinator.init(request);
    const expected = { producerId: 100, epoch: 0 };
    expect(await coordinator.init({ ...request, expected })).toMatchObject({ error: 'NONE', epoch: 1 });
    expect(await coordinator.init({ ...request, expected })).toMatchObject({ error: 'NONE', epoch: 1 });
    expect(await coordinator.init({ ...request, expected: { producerId: 7, epoch: 0 } })).toMatchObject({
      error: 'PRODUCER_FENCED',
    });
  });
});
