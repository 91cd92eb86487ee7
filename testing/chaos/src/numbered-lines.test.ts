import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder } from '@sluice/testing-services';
import type { TempFolder } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countedInTwo, isCut, numberedLine, takeStock, writeNumberedLines } from './numbered-lines.ts';

let folder: TempFolder;
let file: string;

beforeEach(async () => {
  folder = await makeTempFolder('lines');
  file = join(folder.path, 'lines.txt');
});

afterEach(async () => {
  await folder.remove();
});

const clean = { missing: { count: 0, first: [] }, duplicates: 0, strangers: { count: 0, first: [] } };

describe('the ledger', () => {
  it('finds all lines in the file that was written', async () => {
    await writeNumberedLines(file, 25_000);
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(25_001);
    expect(await takeStock(file, 25_000)).toEqual(clean);
  });

  it('knows what a source counted in two partitions', async () => {
    await writeFile(file, ['odd:0', 'even:0', 'even:1', 'odd:2', 'odd:x', 'odd:0'].join('\n'));
    expect(await takeStock(file, 5, countedInTwo)).toEqual({
      missing: { count: 2, first: [3, 4] },
      duplicates: 1,
      strangers: { count: 2, first: ['odd:2', 'odd:x'] },
    });
  });

  it('counts lines that are missing, repeated, cut or joined', async () => {
    const lines = [0, 2, 2, 2, 5].map(numberedLine);
    const cut = numberedLine(4).slice(0, -1);
    const joined = `${numberedLine(3)}${numberedLine(3)}`;
    await writeFile(file, [...lines, cut, joined, '', numberedLine(7)].join('\n'));
    expect(await takeStock(file, 7)).toEqual({
      missing: { count: 4, first: [1, 3, 4, 6] },
      duplicates: 2,
      strangers: { count: 4, first: [cut, joined, '', numberedLine(7)] },
    });
  });

  it('tells a line that was cut from one that was joined, from another one, and from a whole one', () => {
    const line = numberedLine(270_016);
    for (let length = 1; length < line.length; length += 1) expect(isCut(line.slice(0, length))).toBe(true);
    for (const other of [
      '',
      line,
      `${line}q`,
      line.slice(1),
      `${line.slice(0, 12)}x`,
      line.slice(0, 8) + line,
    ])
      expect(isCut(other)).toBe(false);
  });
});
