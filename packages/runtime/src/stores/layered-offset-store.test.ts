import { describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../testing/in-memory-log.ts';
import { LayeredOffsetStore, partitionsOfAll } from './layered-offset-store.ts';
import { MemoryOffsetStore } from './memory-offset-store.ts';
import type { OffsetEntry } from './offset-store.ts';

const a = '["c",{"p":"a"}]';
const b = '["c",{"p":"b"}]';
const c = '["c",{"p":"c"}]';

/** Notes every write, and refuses it while it has an error. */
class NotingStore extends MemoryOffsetStore {
  error: Error | null = null;
  readonly #name: string;
  readonly #writes: string[];

  constructor(name: string, writes: string[]) {
    super();
    this.#name = name;
    this.#writes = writes;
  }

  override async set(entries: readonly OffsetEntry[]): Promise<void> {
    this.#writes.push(`${this.#name} ${entries.map(({ key, value }) => `${key}=${value}`).join(' ')}`);
    if (this.error !== null) throw this.error;
    await super.set(entries);
  }
}

function layered(): {
  writes: string[];
  own: NotingStore;
  workers: NotingStore;
  store: LayeredOffsetStore;
  log: InMemoryLog;
} {
  const writes: string[] = [];
  const own = new NotingStore('own', writes);
  const workers = new NotingStore('workers', writes);
  const log = new InMemoryLog();
  return { writes, own, workers, log, store: new LayeredOffsetStore(own, workers, log) };
}

describe('the offsets of a connector with a topic of its own', () => {
  it('are read there, and where it has none, from the worker’s', async () => {
    const { own, workers, store } = layered();
    await own.set([{ key: a, value: 'own' }]);
    await workers.set([
      { key: a, value: 'old' },
      { key: b, value: 'inherited' },
    ]);
    expect(await store.get([a, b, c])).toEqual(['own', 'inherited', null]);
    expect(await partitionsOfAll([own, workers], 'c')).toEqual([{ p: 'a' }, { p: 'b' }]);
  });

  it('are written there first, and copied when that has succeeded', async () => {
    const { writes, own, store } = layered();
    await store.set([{ key: a, value: '1' }]);
    await store.stop();
    expect(writes).toEqual([`own ${a}=1`, `workers ${a}=1`]);
    own.error = new Error('full');
    await expect(store.set([{ key: a, value: '2' }])).rejects.toThrow('full');
    expect(writes.slice(2)).toEqual([`own ${a}=2`]);
  });

  it('are stored though the copy fails, which is said', async () => {
    const { own, workers, store, log } = layered();
    workers.error = new Error('full');
    await store.set([{ key: a, value: '1' }]);
    await store.stop();
    expect(await own.get([a])).toEqual(['1']);
    expect(log.messages('warn')).toEqual([
      "Offsets were written to the connector's own offsets topic, but not copied to the worker's store",
    ]);
  });

  it('are deleted in the worker’s store first, so that a failure in between brings none back', async () => {
    const { writes, workers, store } = layered();
    await store.set([
      { key: a, value: null },
      { key: b, value: '1' },
    ]);
    await store.stop();
    expect(writes).toEqual([`workers ${a}=null`, `own ${a}=null ${b}=1`, `workers ${b}=1`]);
    workers.error = new Error('full');
    await expect(store.set([{ key: b, value: null }])).rejects.toThrow('full');
    expect(writes.slice(3)).toEqual([`workers ${b}=null`]);
  });
});
