import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig, type CheckFinding } from '@sluice/connect-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkLogs } from './check-logs.ts';
import { logSourceConfig } from './config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-check-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function check(paths: string): Promise<readonly CheckFinding[]> {
  return checkLogs(parseConfig(logSourceConfig, { topic: 't', paths }));
}

describe('a look at the logs', () => {
  it('counts them, and leaves out what was rotated', async () => {
    for (const name of ['a.log', 'b.log', 'b.log.1']) writeFileSync(join(folder, name), '');
    expect(await check(`${folder}/*`)).toEqual([
      { subject: 'files', outcome: 'passed', message: `2 to follow, such as ${folder}/a.log` },
    ]);
  });

  it('warns where there are none, and fails where there is no directory', async () => {
    expect(await check(`${folder}/*.log`)).toMatchObject([
      { outcome: 'warning', keys: ['paths', 'exclude'] },
    ]);
    expect(await check(`${folder}/no/*.log`)).toMatchObject([
      { subject: `directory ${folder}/no`, outcome: 'failed' },
      { outcome: 'warning' },
    ]);
  });

  it.skipIf(process.getuid?.() === 0)('names those that may not be read', async () => {
    const path = join(folder, 'a.log');
    writeFileSync(path, '');
    chmodSync(path, 0o000);
    expect(await check(path)).toMatchObject([
      { outcome: 'passed' },
      { subject: `file ${path}`, outcome: 'failed' },
    ]);
  });
});
