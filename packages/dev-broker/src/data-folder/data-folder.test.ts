import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiskStorage } from '../storage/disk-storage.ts';
import { openFolderFormat } from './folder-format.ts';
import { FolderLock } from './folder-lock.ts';
import { isRunning, ownIdentity } from './process-identity.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dev-broker-folder-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('the lock of a data folder', () => {
  it('is held once, and free again after its release', async () => {
    const lock = await FolderLock.acquire(folder);
    await expect(FolderLock.acquire(folder)).rejects.toThrow(
      `is in use by a broker in process ${process.pid}`,
    );
    await lock.release();
    await (await FolderLock.acquire(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('goes to one of those who want it at the same time', async () => {
    const stale = { pid: await endedProcess(), startedAt: 'long ago' };
    await writeFile(join(folder, 'lock.json'), JSON.stringify(stale));
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => FolderLock.acquire(folder)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['lock.json']);
  });

  it('is taken over even where another ended while it took it over', async () => {
    const stale = JSON.stringify({ pid: await endedProcess(), startedAt: 'x/1' });
    await writeFile(join(folder, 'lock.json'), stale);
    await writeFile(join(folder, 'lock.json.takeover'), stale);
    await FolderLock.acquire(folder);
    expect(await readdir(folder)).toEqual(['lock.json']);
    await expect(FolderLock.acquire(folder)).rejects.toThrow('is in use');
  });

  it.each([
    ['a process that is gone', async () => JSON.stringify({ pid: await endedProcess(), startedAt: 'x/1' })],
    [
      'an earlier process of the same number',
      () => Promise.resolve(JSON.stringify({ pid: process.pid, startedAt: 'x/1' })),
    ],
    ['nobody who can be read', () => Promise.resolve('{"pid":')],
  ])('is taken over from %s', async (_name, holder) => {
    await writeFile(join(folder, 'lock.json'), await holder());
    const lock = await FolderLock.acquire(folder);
    expect(JSON.parse(await readFile(join(folder, 'lock.json'), 'utf8'))).toEqual(ownIdentity());
    await lock.release();
  });

  it('respects a process that runs', async () => {
    const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    await writeFile(join(folder, 'lock.json'), JSON.stringify({ pid: child.pid, startedAt: null }));
    await expect(FolderLock.acquire(folder)).rejects.toThrow(`in use by a broker in process ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await FolderLock.acquire(folder)).release();
  });
});

describe('a process', () => {
  it('is known by its number and its start', async () => {
    const own = ownIdentity();
    expect(isRunning(own)).toBe(true);
    expect(isRunning({ ...own, startedAt: 'another time' })).toBe(own.startedAt === null);
    expect(isRunning({ pid: await endedProcess(), startedAt: own.startedAt })).toBe(false);
  });
});

describe('the format of a data folder', () => {
  it('is written once, with an id for the cluster that stays', async () => {
    const storage = new DiskStorage(folder, 'never');
    const first = await openFolderFormat(storage);
    expect(first).toEqual({ format: 1, clusterId: expect.stringMatching(/^[\w-]{22}$/) as string });
    expect(await openFolderFormat(storage)).toEqual(first);
  });

  it('is refused when it is newer, and left as it is', async () => {
    const path = join(folder, 'broker.json');
    await writeFile(path, '{"format":2,"clusterId":"x"}');
    await expect(openFolderFormat(new DiskStorage(folder, 'never'))).rejects.toThrow(
      'has format 2, and this version knows formats up to 1',
    );
    expect(await readFile(path, 'utf8')).toBe('{"format":2,"clusterId":"x"}');
  });

  it.each(['', 'hello', '{}', '[1]', '{"format":"1"}', 'null'])('is not guessed from %j', async (content) => {
    await writeFile(join(folder, 'broker.json'), content);
    await expect(openFolderFormat(new DiskStorage(folder, 'never'))).rejects.toThrow(
      'is not what a broker writes',
    );
  });
});
