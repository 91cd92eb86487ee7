import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiskStorage } from './disk-storage.ts';
import { MemoryStorage } from './memory-storage.ts';
import type { Storage } from './storage.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'dev-broker-storage-'));
});

afterEach(() => rm(root, { recursive: true }));

const kinds: [string, () => Storage][] = [
  ['on disk', () => new DiskStorage(root, 'never')],
  ['on disk with fsync', () => new DiskStorage(root, 'always')],
  ['in memory', () => new MemoryStorage()],
];

describe.each(kinds)('storage %s', (_name, create) => {
  it('creates a file with its folders, and appends to it', async () => {
    const file = await create().open('a/b/file');
    await file.append([Buffer.from('one'), Buffer.from('two')]);
    await file.append([Buffer.from('three')]);
    expect(file.size).toBe(11);
    expect((await file.read(0, 100)).toString()).toBe('onetwothree');
    await file.close();
  });

  it('reads from the middle, and no further than the end', async () => {
    const file = await create().open('file');
    for (const part of ['abc', 'def', 'ghi']) await file.append([Buffer.from(part)]);
    expect((await file.read(2, 5)).toString()).toBe('cdefg');
    expect((await file.read(7, 50)).toString()).toBe('hi');
    expect(await file.read(9, 5)).toHaveLength(0);
    expect(await file.read(20, 5)).toHaveLength(0);
    await file.close();
  });

  it('goes on behind a cut', async () => {
    const file = await create().open('file');
    await file.append([Buffer.from('abcdef')]);
    await file.truncate(2);
    await file.append([Buffer.from('xyz')]);
    expect((await file.read(0, 10)).toString()).toBe('abxyz');
    await file.close();
  });

  it('finds a file again when it is opened anew', async () => {
    const storage = create();
    const first = await storage.open('folder/file');
    await first.append([Buffer.from('kept')]);
    await first.close();
    const second = await storage.open('folder/file');
    expect(second.size).toBe(4);
    expect((await storage.readAll('folder/file'))?.toString()).toBe('kept');
    await second.close();
  });

  it('replaces what a file holds', async () => {
    const storage = create();
    await storage.replace('folder/file', Buffer.from('long old content'));
    await storage.replace('folder/file', Buffer.from('new'));
    expect((await storage.readAll('folder/file'))?.toString()).toBe('new');
    expect(await storage.list('folder')).toEqual(['file']);
  });

  it('lists names of files and folders, and nothing where there is no folder', async () => {
    const storage = create();
    await storage.replace('top/file', Buffer.from('1'));
    await storage.replace('top/folder/inner', Buffer.from('2'));
    expect([...(await storage.list('top'))].sort()).toEqual(['file', 'folder']);
    expect(await storage.list('absent')).toEqual([]);
  });

  it('removes files and whole folders, and does not mind what is not there', async () => {
    const storage = create();
    await storage.replace('top/file', Buffer.from('1'));
    await storage.replace('top/folder/inner', Buffer.from('2'));
    await storage.remove('top/file');
    await storage.remove('top/file');
    expect(await storage.list('top')).toEqual(['folder']);
    await storage.remove('top');
    expect(await storage.list('top')).toEqual([]);
    expect(await storage.readAll('top/folder/inner')).toBeNull();
  });
});

describe('disk files', () => {
  it('are in the hands of the operating system once an append resolves', async () => {
    const file = await new DiskStorage(root, 'never').open('file');
    await file.append([Buffer.from('safe')]);
    expect(await readFile(join(root, 'file'), 'utf8')).toBe('safe');
    await file.close();
  });
});
