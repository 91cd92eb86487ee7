import { describe, expect, it } from 'vitest';
import { encodeJournalLine } from './journal-lines.ts';
import { Journal } from './journal.ts';
import { MemoryStorage } from './memory-storage.ts';
import type { Storage } from './storage.ts';

interface Setting {
  readonly key: string;
  readonly value: string;
}

/** A map kept by a journal. */
class Settings {
  readonly values = new Map<string, string>();
  readonly journal: Promise<Journal<Setting>>;

  constructor(storage: Storage) {
    this.journal = Journal.open<Setting>({
      storage,
      path: 'journal',
      apply: ({ key, value }) => this.values.set(key, value),
      snapshot: () => Array.from(this.values, ([key, value]) => ({ key, value })),
    });
  }

  async set(key: string, value: string): Promise<void> {
    await (await this.journal).append({ key, value });
  }
}

async function reopened(storage: Storage): Promise<Map<string, string>> {
  const settings = new Settings(storage);
  await settings.journal;
  return settings.values;
}

const line = (key: string, value: string): Buffer => encodeJournalLine({ key, value });

describe('a journal', () => {
  it('gives back its entries when it is opened again', async () => {
    const storage = new MemoryStorage();
    const settings = new Settings(storage);
    await settings.set('a', '1');
    await settings.set('b', 'ž\n2');
    await settings.set('a', '3');
    expect(Object.fromEntries(await reopened(storage))).toEqual({ a: '3', b: 'ž\n2' });
  });

  it('writes what comes during a write together, in order', async () => {
    const storage = new MemoryStorage();
    const settings = new Settings(storage);
    await Promise.all(Array.from({ length: 100 }, (_each, index) => settings.set('last', String(index))));
    expect(settings.values.get('last')).toBe('99');
    expect((await reopened(storage)).get('last')).toBe('99');
  });

  it.each([1, 8, 20])('cuts off a last line of which %i bytes were not written', async (missing) => {
    const storage = new MemoryStorage();
    const file = await storage.open('journal');
    const torn = line('b', 'never safe');
    await file.append([line('a', 'safe'), torn.subarray(0, torn.length - missing)]);
    const settings = new Settings(storage);
    await settings.set('c', 'later');
    expect(Object.fromEntries(await reopened(storage))).toEqual({ a: 'safe', c: 'later' });
  });

  it('cuts off zeros, as a file system may leave them after a power cut', async () => {
    const storage = new MemoryStorage();
    await (await storage.open('journal')).append([line('a', 'safe'), Buffer.alloc(300)]);
    expect(Object.fromEntries(await reopened(storage))).toEqual({ a: 'safe' });
  });

  it('refuses to open where a damaged entry stands before a good one', async () => {
    const storage = new MemoryStorage();
    const damaged = line('a', 'one');
    damaged.writeUInt8(damaged.readUInt8(15) ^ 1, 15);
    await (await storage.open('journal')).append([damaged, line('b', 'two')]);
    await expect(reopened(storage)).rejects.toThrow('journal cannot be read: Error: damaged at byte 0');
  });

  it('replaces itself by a snapshot when it is full of what no longer counts', async () => {
    const storage = new MemoryStorage();
    const settings = new Settings(storage);
    const long = 'x'.repeat(10_000);
    for (let index = 0; index < 250; index += 1) await settings.set(`key-${index % 3}`, `${index}${long}`);
    const size = (await storage.readAll('journal'))?.length ?? 0;
    expect(size).toBeLessThan(1_200_000);
    const values = await reopened(storage);
    expect([...values.keys()].sort()).toEqual(['key-0', 'key-1', 'key-2']);
    expect(values.get('key-0')).toBe(`249${long}`);
  });

  it('has every entry in the snapshot that was promised to be safe before it', async () => {
    const storage = new MemoryStorage();
    const settings = new Settings(storage);
    const long = 'x'.repeat(10_000);
    // One large group that makes compaction due, and one more entry that was waiting behind it.
    const writes = Array.from({ length: 150 }, (_each, index) => settings.set(`key-${index}`, long));
    await writes[0];
    writes.push(settings.set('behind', 'it'));
    await Promise.all(writes);
    expect((await reopened(storage)).size).toBe(151);
  });

  it('says so when an entry could not be written, and takes the next one', async () => {
    const storage = new MemoryStorage();
    const settings = new Settings(storage);
    await settings.set('a', '1');
    const file = await storage.open('journal');
    const append = file.append.bind(file);
    file.append = () => Promise.reject(new Error('no space left'));
    await expect(settings.set('b', '2')).rejects.toThrow('no space left');
    expect(settings.values.has('b')).toBe(false);
    file.append = append;
    await settings.set('c', '3');
    expect(Object.fromEntries(await reopened(storage))).toEqual({ a: '1', c: '3' });
  });
});
