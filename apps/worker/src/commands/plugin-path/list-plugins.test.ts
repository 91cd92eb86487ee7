import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scanPluginPath } from '@sluice/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listPlugins } from './list-plugins.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-list-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function install(
  name: string,
  plugins: readonly (readonly [name: string, type: string])[],
  module: string,
): void {
  mkdirSync(join(folder, name));
  const listed = plugins.map(([className, type]) => ({ class: `o.e.${className}`, type, version: '1.0.0' }));
  const manifest = { name, sluice: { module: './index.mjs', plugins: listed } };
  writeFileSync(join(folder, name, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, name, 'index.mjs'), module);
}

describe('the list of connect-plugin-path', () => {
  it('is laid out as that of Java', async () => {
    install(
      'a',
      [
        ['FileSinkConnector', 'sink'],
        ['VaultConfigProvider', 'config_provider'],
        ['Cast$Key', 'transformation'],
      ],
      `export const plugins = [
        { className: 'o.e.FileSinkConnector', kind: 'sink', version: '1.0.0', config: {}, createTask() {} },
        { className: 'o.e.VaultConfigProvider', kind: 'config-provider', version: '1.0.0', config: {}, createProvider() {} },
        { className: 'o.e.Cast$Key', kind: 'transformation', version: '1.0.0', config: {}, createTransformation() {} },
      ]; console.log('loud');`,
    );
    install('b', [['BrokenConnector', 'source']], "throw new Error('half installed');");
    writeFileSync(join(folder, 'c.jar'), '');
    const { text, reasons } = await listPlugins(scanPluginPath([folder]));
    const [a, b, jar] = ['a', 'b', 'c.jar'].map((name) => join(folder, name));
    expect(text).toBe(
      [
        'pluginName\tfirstAlias\tsecondAlias\tpluginVersion\tpluginType\tisLoadable\thasManifest\tpluginLocation',
        `N/A\tN/A\tN/A\tundefined\tN/A\tfalse\tfalse\t${jar}`,
        `o.e.FileSinkConnector\tFileSinkConnector\tFileSink\t1.0.0\tsink\ttrue\ttrue\t${a}`,
        `o.e.VaultConfigProvider\tVaultConfigProvider\tVault\t1.0.0\tconfigprovider\ttrue\ttrue\t${a}`,
        `o.e.Cast$Key\tN/A\tN/A\t1.0.0\ttransformation\ttrue\ttrue\t${a}`,
        `o.e.BrokenConnector\tN/A\tN/A\t1.0.0\tsource\tfalse\ttrue\t${b}`,
        '',
        'Total plugins:      \t5',
        'Loadable plugins:   \t3',
        'Compatible plugins: \t3',
        '',
      ].join('\n'),
    );
    expect(reasons).toEqual([
      expect.stringMatching(/c\.jar: .*holds classes of Java/),
      `${b}: It cannot be loaded from b: half installed`,
    ]);
  });

  it('has sums where there is nothing else', async () => {
    const { text } = await listPlugins({ packages: [], broken: [] });
    expect(text).toMatch(
      /^pluginName.*\n\nTotal plugins: {6}\t0\nLoadable plugins: {3}\t0\nCompatible plugins: \t0\n$/,
    );
  });
});
