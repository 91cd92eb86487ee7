import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeTempFolder, runSluice } from '@sluice/testing-services';
import type { TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npm } from '../src/third-party.ts';

let folder: TempFolder;
beforeAll(async () => {
  folder = await makeTempFolder('create');
});
afterAll(() => folder.remove());

async function create(...args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runSluice('sluice', ['create', ...args], { cwd: folder.path });
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
}

/** The names of the tests that passed; the run fails where one does not. */
async function passedTests(project: string): Promise<string> {
  const path = join(folder.path, project);
  await npm(path, 'install');
  return npm(path, 'test');
}

describe('what sluice create makes, outside of the repository,', { timeout: 240_000 }, () => {
  it('is a source and a sink that pass their tests, and can be installed', async () => {
    await create('connector', 'acme-files', '--namespace', 'com.acme');
    const output = await passedTests('acme-files-connector');
    expect(output).toContain('the sink com.acme.AcmeFilesSinkConnector');
    expect(output).toContain('goes on at the committed offset after it was stopped');
    expect(output).toContain('lists what its module exports, no more and no less');
    expect(output).toMatch(/fail 0\n/);
    const project = join(folder.path, 'acme-files-connector');
    await npm(project, 'pack');
    await npm(
      project,
      'install',
      '--prefix',
      join(folder.path, 'plugins/acme'),
      './acme-files-connector-0.1.0.tgz',
    );
    const list = await runSluice('connect-plugin-path', [
      'list',
      '--plugin-path',
      join(folder.path, 'plugins'),
    ]);
    expect(list.stdout).toMatch(/^com\.acme\.AcmeFilesSourceConnector\t.*\tsource\ttrue\ttrue\t/m);
    expect(list.stdout).toContain('Loadable plugins:   \t2\n');
  });

  it('is only a sink where that is asked for', async () => {
    await create('connector', 'only-connector', '--sink', '--directory', 'only');
    const output = await passedTests('only');
    expect(output).toContain('the sink org.example.OnlySinkConnector');
    expect(output).not.toContain('the source');
    expect(existsSync(join(folder.path, 'only/src/source.ts'))).toBe(false);
  });

  it.each(['converter', 'transformation'])('is a %s that passes its tests', async (kind) => {
    await create(kind, 'acme');
    const output = await passedTests(`acme-${kind}`);
    expect(output).toMatch(/pass 5\n/);
    expect(output).toMatch(/fail 0\n/);
  });

  it('is not there when it could not be made', async () => {
    const options = { cwd: folder.path, env: { PATH: join(folder.path, 'no-npm-here') } };
    const { exitCode, stderr } = await runSluice('sluice', ['create', 'converter', 'never'], options);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('sluice create cannot make it: ');
    expect(existsSync(join(folder.path, 'never-converter'))).toBe(false);
  });

  it('takes the place of nothing', async () => {
    const again = ['create', 'converter', 'acme'];
    const { exitCode, stderr } = await runSluice('sluice', again, { cwd: folder.path });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('is there already, and not empty; choose another --directory');
  });
});
