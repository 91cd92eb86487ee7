import { describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../testing/in-memory-log.ts';
import { MemoryOffsetStore } from '../stores/memory-offset-store.ts';
import { OffsetReader } from './offset-reader.ts';

async function reader(cancelSignal?: AbortSignal): Promise<{ offsets: OffsetReader; log: InMemoryLog }> {
  const store = new MemoryOffsetStore();
  await store.set([
    { key: '["c",{"p":1}]', value: '{"o":1}' },
    { key: '["c",{"p":2}]', value: 'torn' },
    { key: '["other",{"p":3}]', value: '{"o":3}' },
  ]);
  const log = new InMemoryLog();
  const signal = cancelSignal === undefined ? {} : { cancelSignal };
  return { offsets: new OffsetReader({ connector: 'c', store, log, ...signal }), log };
}

describe('a reader of offsets', () => {
  it('gives the offsets of its connector in the order asked for', async () => {
    const { offsets } = await reader();
    expect(await offsets.offsets([{ p: 3 }, { p: 1 }])).toEqual([null, { o: 1 }]);
    expect(await offsets.offset({ p: 1 })).toEqual({ o: 1 });
  });

  it('leaves out one that cannot be read, and says so', async () => {
    const { offsets, log } = await reader();
    expect(await offsets.offsets([{ p: 2 }, { p: 1 }])).toEqual([null, { o: 1 }]);
    expect(log.lines).toMatchObject([{ level: 'error', fields: { key: '["c",{"p":2}]' } }]);
  });

  it('says that offsets could not be fetched, and why', async () => {
    const broken = new MemoryOffsetStore();
    broken.get = () => Promise.reject(new Error('gone'));
    const offsets = new OffsetReader({ connector: 'c', store: broken, log: new InMemoryLog() });
    await expect(offsets.offset({ p: 1 })).rejects.toMatchObject({
      message: 'Failed to fetch offsets.',
      cause: { message: 'gone' },
    });
  });

  it('is closed when its task was cancelled, also while it reads', async () => {
    const cancel = new AbortController();
    const { offsets } = await reader(cancel.signal);
    const reading = offsets.offset({ p: 1 });
    cancel.abort();
    await expect(reading).rejects.toThrow('Offset reader closed while attempting to read offsets.');
    await expect(offsets.offset({ p: 1 })).rejects.toThrow('Offset reader is closed.');
  });
});
