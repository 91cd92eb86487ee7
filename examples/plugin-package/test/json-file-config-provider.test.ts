import { deepEqual, rejects } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { jsonFileConfigProvider } from '../src/json-file-config-provider.ts';

const nowhere = () => undefined;
const log = { debug: nowhere, info: nowhere, warn: nowhere, error: nowhere };
const provider = jsonFileConfigProvider.createProvider({ encoding: 'utf8' }, { alias: 'json', log });

describe('the config provider', () => {
  it('knows what is in the file, and leaves out what is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'acme-'));
    const file = join(folder, 'a.json');
    writeFileSync(file, '{"topic":"t","port":1,"other":"x"}');
    const answer = await provider.get(file, new Set(['topic', 'port', 'gone']));
    rmSync(folder, { recursive: true });
    deepEqual(
      [...answer.values],
      [
        ['topic', 't'],
        ['port', '1'],
      ],
    );
  });

  it('names the file that it cannot read', async () => {
    await rejects(
      async () => provider.get('/nowhere.json', new Set(['a'])),
      /The file \/nowhere\.json cannot be read/,
    );
  });
});
