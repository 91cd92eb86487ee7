import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder, runSluice, startSluiceWorker } from '@sluice/testing-services';
import type { ProgramResult, SluiceWorker, TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const { bootstrapServers } = inject('kafka');

let folder: TempFolder;
let worker: SluiceWorker;

beforeAll(async () => {
  folder = await makeTempFolder('dry-run');
  worker = await startSluiceWorker({ bootstrapServers });
});

afterAll(async () => {
  await worker.stop();
  await folder.remove();
});

async function check(name: string, config: Readonly<Record<string, string>>): Promise<ProgramResult> {
  const file = join(folder.path, `${name}.json`);
  await writeFile(file, JSON.stringify({ name, config: { name, ...config } }));
  return runSluice('sluice', ['check', '--worker', worker.url, file], {
    cwd: folder.path,
    timeoutMs: 30_000,
  });
}

describe('sluice check', () => {
  it('finds nothing wrong with a source whose file is there', async () => {
    const input = join(folder.path, 'input.txt');
    await writeFile(input, 'one\n');
    const config = { 'connector.class': 'FileStreamSource', topic: 't', file: input };
    expect(await check('good', config)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`ok      file ${input}: It can be read; 4 bytes.`) as string,
    });
  });

  it('says what mends a sink whose folder is missing, and creates nothing', async () => {
    const missing = join(folder.path, 'missing');
    const file = join(missing, 'out.txt');
    const config = { 'connector.class': 'FileStreamSink', topics: 't', file };
    const { exitCode, stdout } = await check('unready', config);
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining(`mkdir -p ${missing}`) as string]);
    expect(existsSync(missing)).toBe(false);
    await mkdir(missing);
    expect(await check('unready', config)).toMatchObject({ exitCode: 0 });
    expect(existsSync(file)).toBe(false);
    expect(await (await fetch(`${worker.url}/connectors`)).json()).toEqual([]);
  });

  it('says which keys are wrong before it looks at anything', async () => {
    const config = { 'connector.class': 'FileStreamSource', 'tasks.max': 'many' };
    const { exitCode, stdout } = await check('wrong', config);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('FAILED  topic: Missing required configuration "topic"');
    expect(stdout).toContain('FAILED  tasks.max: Invalid value many');
  });

  it('says so where there is no such class, and no such worker', async () => {
    expect(await check('nothing', { 'connector.class': 'NoSuchSource' })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('NoSuchSource') as string,
    });
    const file = join(folder.path, 'good.json');
    const args = ['check', '--worker', 'http://127.0.0.1:9', file];
    expect(await runSluice('sluice', args, { cwd: folder.path, timeoutMs: 30_000 })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Cannot reach the worker at http://127.0.0.1:9') as string,
    });
  });
});
