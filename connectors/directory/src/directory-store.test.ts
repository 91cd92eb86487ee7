import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCodeOf, isRetriable } from '@sluice/connect-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryStore } from './directory-store.ts';
import { failedWith } from './file-failure.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'directory-store-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const place = { stagingFolder: 'topics/+tmp/t/0', extension: '.txt' };

describe('files of a directory', () => {
  it('are shown whole, however many are written at a time', async () => {
    const store = new DirectoryStore(root, 2);
    const files = Array.from({ length: 7 }, () => store.stage(place));
    for (const round of [0, 1, 2]) {
      await Promise.all(files.map((file, index) => file.write(Buffer.from(`${index}-${round}\n`))));
    }
    expect(await store.list('topics/t', null)).toEqual([]);
    for (const [index, file] of files.entries()) {
      await file.finish();
      await file.publish(`topics/t/${index}.txt`);
      expect(readFileSync(join(root, `topics/t/${index}.txt`), 'utf8')).toBe(
        `${index}-0\n${index}-1\n${index}-2\n`,
      );
    }
    expect((await store.list('topics/t', '4.txt')).toSorted()).toEqual(['5.txt', '6.txt']);
    expect((await store.listDeep('topics')).length).toBe(7);
    expect(readdirSync(join(root, place.stagingFolder))).toEqual([]);
  });

  it('stay as they are when the same comes again', async () => {
    const store = new DirectoryStore(root, 2);
    for (const text of ['first', 'second']) {
      const file = store.stage(place);
      await file.write(Buffer.from(text));
      await file.finish();
      await file.publish('topics/t/f.txt');
    }
    expect(readFileSync(join(root, 'topics/t/f.txt'), 'utf8')).toBe('first');
  });

  it('are not made again by half when somebody else has removed them', async () => {
    const store = new DirectoryStore(root, 1);
    const [one, other] = [store.stage(place), store.stage(place)];
    await one.write(Buffer.from('a'));
    await other.write(Buffer.from('b'));
    await store.removeFolder(place.stagingFolder);
    await expect(one.write(Buffer.from('c'))).rejects.toSatisfy(isRetriable);
    await one.discard();
    await other.discard();
  });

  it('that cannot be made for good fail with a code and the path', async () => {
    writeFileSync(join(root, 'topics'), 'a file where a folder should be');
    const store = new DirectoryStore(root, 1);
    const error: unknown = await store
      .stage(place)
      .write(Buffer.from('a'))
      .catch((thrown: unknown) => thrown);
    expect(errorCodeOf(error)).toBe('FILE_WRITE_FAILED');
    expect(String(error)).toContain(join(root, 'topics'));
  });

  it('are waited for while the disk is full', () => {
    const error = failedWith(Object.assign(new Error('x'), { code: 'ENOSPC' }), '/a/b', 'written');
    expect(isRetriable(error)).toBe(true);
    expect(error.message).toBe('/a/b could not be written: the disk is full');
  });
});
