import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeTempFolder } from '../process/temp-folder.ts';
import type { TempFolder } from '../process/temp-folder.ts';
import { cachedFolder } from './cache.ts';

let root: TempFolder;
beforeEach(async () => {
  root = await makeTempFolder('cache-test');
  vi.stubEnv('SLUICE_CACHE', root.path);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await root.remove();
});

describe('the cache', () => {
  it('fills a folder once', async () => {
    const fill = vi.fn((folder: string) => writeFile(join(folder, 'file'), 'content'));
    const folder = await cachedFolder('thing', fill);
    expect(await cachedFolder('thing', fill)).toBe(folder);
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('content');
    expect(fill).toHaveBeenCalledOnce();
  });

  it('keeps nothing of a filling that failed', async () => {
    const fill = async (folder: string): Promise<void> => {
      await writeFile(join(folder, 'half'), '');
      throw new Error('connection lost');
    };
    await expect(cachedFolder('thing', fill)).rejects.toThrow('connection lost');
    expect(await readdir(root.path)).toEqual([]);
  });

  it('gives all the same whole folder when several fill it at once', async () => {
    const fill = async (folder: string): Promise<void> => {
      expect(existsSync(join(root.path, 'thing'))).toBe(false);
      await writeFile(join(folder, 'file'), '');
    };
    const folders = await Promise.all([cachedFolder('thing', fill), cachedFolder('thing', fill)]);
    expect(folders).toEqual([join(root.path, 'thing'), join(root.path, 'thing')]);
    expect(await readdir(root.path)).toEqual(['thing']);
  });
});
