import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CollectedTests } from '../../testing/collected-tests.ts';
import { describePluginPackage } from './describe-plugin-package.ts';

const listed = { class: 'o.ASink', type: 'sink', version: '1' };
const exported = "{ className: 'o.ASink', kind: 'sink', version: '1', config: {}, createTask() {} }";

async function failuresOf(sluice: object | undefined, module: string): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'plugin-package-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'p', sluice }));
  writeFileSync(join(folder, 'index.mjs'), module);
  const runner = new CollectedTests();
  describePluginPackage(pathToFileURL(`${folder}/`), { runner });
  return runner.failures();
}

const good = { api: 1, module: './index.mjs', plugins: [listed] };
const found = 'is found as it would be in plugin.path';
const same = 'lists what its module exports, no more and no less';

describe('the tests of a package of plugins', () => {
  it('are passed by a good one', async () => {
    expect(await failuresOf(good, `export const plugins = [${exported}];`)).toEqual({});
  });

  it.each([
    ['without a manifest', undefined, [found, same]],
    ['of another API', { ...good, api: 99 }, [found, same]],
    ['that lists what is not there', { ...good, plugins: [listed, { ...listed, class: 'o.B' }] }, [same]],
    ['that does not list what is there', { ...good, plugins: [] }, [same]],
    ['of another version', { ...good, plugins: [{ ...listed, version: '2' }] }, [same]],
  ])('are not passed by one %s', async (_what, sluice, failing) => {
    expect(Object.keys(await failuresOf(sluice, `export const plugins = [${exported}];`))).toEqual(failing);
  });
});
