import type { RecordBatchView } from '@sluice/kafka-protocol';
import { expect, it } from 'vitest';
import { ManualTimers } from '../groups/fixtures/manual-timers.ts';
import { MemoryStorage } from '../storage/memory-storage.ts';
import { admitBatch } from './admit-batch.ts';
import { TransactionCoordinator } from './transaction-coordinator.ts';
import { TransactionStore } from './transaction-store.ts';

async function startedTransaction(): Promise<TransactionCoordinator> {
  const coordinator = new TransactionCoordinator({
    store: await TransactionStore.open(new MemoryStorage()),
    nextProducerId: () => Promise.resolve(7),
    writeMarker: () => Promise.resolve(),
    endGroupOffsets: () => Promise.resolve(),
    startTimer: new ManualTimers().start,
    now: () => 1000,
    maxTimeoutMs: 10_000,
    idExpirationMs: 5000,
    onError: () => undefined,
  });
  await coordinator.init({ transactionalId: 'tx', timeoutMs: 1000, expected: null });
  return coordinator;
}

const batch = { producerId: 7n, producerEpoch: 0 } as RecordBatchView;
const first = { batch, transactionalId: 'tx', partition: { topic: 't', partition: 0 }, version: 12 };

// However far the addition of the partition has come when the second one arrives.
it.each(Array.from({ length: 30 }, (_none, steps) => steps))(
  'a batch does not overtake the one before it by which its partition is added (%i)',
  async (steps) => {
    const coordinator = await startedTransaction();
    const admitted: string[] = [];
    const both = [admitBatch(coordinator, first).then(() => admitted.push('first'))];
    for (let step = 0; step < steps; step += 1) await Promise.resolve();
    both.push(admitBatch(coordinator, first).then(() => admitted.push('second')));
    await Promise.all(both);
    expect(admitted).toEqual(['first', 'second']);
  },
);
