import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDirectory } from './check-directory.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'check-directory-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('the check of a directory', () => {
  it('passes where it is, and where it can be made', async () => {
    expect(await checkDirectory(root)).toMatchObject([{ outcome: 'passed', subject: `folder ${root}` }]);
    expect(await checkDirectory(join(root, 'a', 'b'))).toMatchObject([
      { outcome: 'passed', message: `The directory ${join(root, 'a', 'b')} can be made in it` },
    ]);
  });

  it('fails where a file is in the way', async () => {
    writeFileSync(join(root, 'file'), '');
    expect(await checkDirectory(join(root, 'file'))).toMatchObject([
      { outcome: 'failed', keys: ['directory'] },
    ]);
    expect(await checkDirectory(join(root, 'file', 'inner'))).toMatchObject([{ outcome: 'failed' }]);
  });
});
