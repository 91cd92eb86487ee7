import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '@sluice/connect-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkSinkFile, checkSourceFile } from './check-files.ts';
import { fileSinkConfig, fileSourceConfig } from './config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-check-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const asRoot = process.getuid?.() === 0;

function source(file: string | null): ReturnType<typeof checkSourceFile> {
  const written = file === null ? {} : { file };
  return checkSourceFile(parseConfig(fileSourceConfig, { topic: 't', ...written }));
}

function sink(file: string | null): ReturnType<typeof checkSinkFile> {
  return checkSinkFile(parseConfig(fileSinkConfig, file === null ? {} : { file }));
}

describe('a source of lines', () => {
  it('says how large the file is that it may read', async () => {
    writeFileSync(join(folder, 'a'), 'one\n');
    expect(await source(join(folder, 'a'))).toMatchObject([
      { outcome: 'passed', message: 'It can be read; 4 bytes.' },
    ]);
  });

  it('warns of a file that is not there yet', async () => {
    expect(await source(join(folder, 'b'))).toMatchObject([{ outcome: 'warning', keys: ['file'] }]);
  });

  it('refuses a folder', async () => {
    expect(await source(folder)).toMatchObject([{ outcome: 'failed', message: 'It is a folder.' }]);
  });

  it.skipIf(asRoot)('says how to mend a file that it may not read', async () => {
    const file = join(folder, 'c');
    writeFileSync(file, '');
    chmodSync(file, 0o000);
    expect(await source(file)).toMatchObject([{ outcome: 'failed', remedy: `chmod a+r ${file}` }]);
  });

  it('has nothing against standard input', async () => {
    expect(await source(null)).toMatchObject([{ subject: 'standard input', outcome: 'passed' }]);
  });
});

describe('a sink of lines', () => {
  it('may append to a file that is there, and create one that is not', async () => {
    const file = join(folder, 'a');
    expect(await sink(file)).toMatchObject([{ message: 'It is not there yet and can be created.' }]);
    writeFileSync(file, '');
    expect(await sink(file)).toMatchObject([{ outcome: 'passed', message: 'It can be written to.' }]);
  });

  it('refuses a folder, and a file in a folder that is not there', async () => {
    expect(await sink(folder)).toMatchObject([{ outcome: 'failed' }]);
    expect(await sink(join(folder, 'no', 'a'))).toMatchObject([
      { outcome: 'failed', remedy: `mkdir -p ${join(folder, 'no')}` },
    ]);
  });

  it('has nothing against standard output', async () => {
    expect(await sink('')).toMatchObject([{ subject: 'standard output', outcome: 'passed' }]);
  });
});
