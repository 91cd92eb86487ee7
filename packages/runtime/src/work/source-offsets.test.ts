import { describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../testing/in-memory-log.ts';
import { InMemoryTopic } from '../../testing/in-memory-topic.ts';
import { MemoryOffsetStore } from '../stores/memory-offset-store.ts';
import type { ClusterSettings } from './cluster-settings.ts';
import { connectorOffsetsOf, hasOwnOffsets, sourceOffsetsOf } from './source-offsets.ts';

const worker = { 'bootstrap.servers': 'a:1, b:2', 'offset.storage.topic': 'offsets' };
const atLeastOnce: ClusterSettings = { groupId: 'g', isExactlyOnce: false };
const clusters = {
  standalone: null,
  'at least once': atLeastOnce,
  'exactly once': { groupId: 'g', isExactlyOnce: true },
} as const;
const same = 'offsets';
const elsewhere = { 'producer.override.bootstrap.servers': 'c:3' };
const there = { 'producer.override.bootstrap.servers': 'b:2,a:1' };

function choose(
  cluster: ClusterSettings | null,
  topic: string | null,
  connector: Readonly<Record<string, string>> = {},
): string {
  const workersStore = new MemoryOffsetStore();
  const config = { ...connector, ...(topic === null ? {} : { 'offsets.storage.topic': topic }) };
  const id = { connector: 'c', task: 0 };
  const choice = { worker, connector: config, id, cluster, workersStore, log: new InMemoryLog() };
  const { store, own, layered } = sourceOffsetsOf(choice, new InMemoryTopic().admin);
  expect(hasOwnOffsets(choice)).toBe(own !== null);
  if (own === null) return store === workersStore && layered === null ? "the worker's" : 'odd';
  if (layered === null) return store === own ? own.topic : 'odd';
  return store === layered && layered.own === own ? `${own.topic}, copied` : 'odd';
}

describe('the offsets of a source are kept in', () => {
  it.each([
    [{ worker: 'standalone', topic: null }, "the worker's"],
    [{ worker: 'standalone', topic: 'mine' }, "the worker's"],
    [{ worker: 'at least once', topic: null }, "the worker's"],
    [{ worker: 'at least once', topic: 'mine' }, 'mine, copied'],
    [{ worker: 'at least once', topic: same }, 'offsets'],
    [{ worker: 'at least once', topic: same, ...there }, 'offsets'],
    [{ worker: 'at least once', topic: same, ...elsewhere }, 'offsets, copied'],
    [{ worker: 'exactly once', topic: null }, 'offsets'],
    [{ worker: 'exactly once', topic: 'mine' }, 'mine, copied'],
    [{ worker: 'exactly once', topic: same }, 'offsets'],
    [{ worker: 'exactly once', topic: same, ...elsewhere }, 'offsets, copied'],
  ] as const)('%j: %s', ({ worker: mode, topic, ...connector }, kept) => {
    expect(choose(clusters[mode], topic, connector)).toBe(kept);
  });

  it('a store that a connector opens only when it reads, and once', async () => {
    let opened = 0;
    const offsets = connectorOffsetsOf(
      {
        worker,
        connector: { 'offsets.storage.topic': 'mine' },
        id: { connector: 'c', task: null },
        cluster: atLeastOnce,
        workersStore: new MemoryOffsetStore(),
        log: new InMemoryLog(),
      },
      () => {
        opened++;
        return Promise.reject(new Error('no Kafka here'));
      },
    );
    await offsets.close();
    expect(opened).toBe(0);
    await expect(offsets.store.get(['k'])).rejects.toThrow('no Kafka here');
    await expect(offsets.store.get(['k'])).rejects.toThrow('no Kafka here');
    expect(opened).toBe(2);
    await offsets.close();
  });
});
