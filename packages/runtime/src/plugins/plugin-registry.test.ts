import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stockPackage } from '../../testing/plugins/in-memory-packages.ts';
import type { PluginPackage, PluginType } from './plugin-info.ts';
import { parsePluginManifest } from './plugin-manifest.ts';
import { pluginAliases } from './plugin-names.ts';
import { PluginRegistry } from './plugin-registry.ts';

const registry = new PluginRegistry([stockPackage]);
const file = 'org.apache.kafka.connect.file';

describe('the aliases of a plugin', () => {
  it.each<[string, PluginType, string[]]>([
    [`${file}.FileStreamSourceConnector`, 'source', ['FileStreamSourceConnector', 'FileStreamSource']],
    ['o.a.JsonConverter', 'converter', ['JsonConverter', 'Json']],
    ['o.a.JsonConverter', 'header_converter', ['JsonConverter', 'Json']],
    ['o.a.SimpleHeaderConverter', 'header_converter', ['SimpleHeaderConverter', 'Simple']],
    ['MyConnectorConnectorV2', 'sink', ['MyConnectorConnectorV2', 'MyConnector']],
    ['o.a.Connector', 'sink', ['Connector']],
    ['o.a.Cast$Value', 'transformation', []],
    ['o.a.Filter', 'transformation', ['Filter']],
  ])('of %s as a %s are %j', (className, type, aliases) => {
    expect(pluginAliases(className, type)).toEqual(aliases);
  });
});

describe('the plugins of a worker', () => {
  it.each(['FileStreamSource', 'FileStreamSourceConnector', `${file}.FileStreamSourceConnector`])(
    'are found by %s',
    async (name) => {
      expect(await registry.connector(name)).toMatchObject({
        kind: 'source',
        className: `${file}.FileStreamSourceConnector`,
      });
    },
  );

  it('are found by no name in other letters and by no alias that several share', async () => {
    expect(registry.find('filestreamsource')).toBeUndefined();
    const twin: PluginPackage = {
      ...stockPackage,
      plugins: [{ className: 'org.example.FileStreamSourceConnector', type: 'source', version: '1' }],
    };
    const both = new PluginRegistry([stockPackage, twin]);
    expect(both.find('FileStreamSource')).toBeUndefined();
    expect(both.find('org.example.FileStreamSourceConnector')).toBeDefined();
  });

  it('are converters and header converters at once where they say so', async () => {
    expect(await registry.converter('Json')).toMatchObject({ kind: 'converter' });
    expect(await registry.headerConverter('Json')).toMatchObject({ kind: 'converter' });
    expect(await registry.headerConverter('Simple')).toMatchObject({ kind: 'header-converter' });
    await expect(registry.converter('Simple')).rejects.toThrow(
      'Failed to find any class that implements Converter and which name matches Simple, available are: org.apache',
    );
    await expect(registry.headerConverter('nope')).rejects.toThrow(
      'implements HeaderConverter and which name',
    );
  });

  it('are listed by type, then by class', () => {
    expect(registry.list(['source', 'sink'])).toEqual([
      { className: `${file}.FileStreamSinkConnector`, type: 'sink', version: '4.3.0' },
      { className: `${file}.FileStreamSourceConnector`, type: 'source', version: '4.3.0' },
    ]);
    const types = registry.list().map(({ type }) => type);
    expect(types.slice(0, 3)).toEqual(['sink', 'source', 'converter']);
    expect(types.filter((type) => type === 'header_converter')).toHaveLength(10);
  });

  it('that are not there are refused with those that are', async () => {
    await expect(registry.connector('nope')).rejects.toMatchObject({
      code: 'PLUGIN_UNKNOWN',
      message:
        'Failed to find any class that implements Connector and which name matches nope, available connectors are: ' +
        `PluginDesc{klass=class ${file}.FileStreamSinkConnector, name='${file}.FileStreamSinkConnector', ` +
        "version='4.3.0', encodedVersion=4.3.0, type=sink, typeName='sink', location='classpath'}, " +
        `PluginDesc{klass=class ${file}.FileStreamSourceConnector, name='${file}.FileStreamSourceConnector', ` +
        "version='4.3.0', encodedVersion=4.3.0, type=source, typeName='source', location='classpath'}",
    });
  });
});

describe('a broken plugin', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-plugins-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function registryOf(source: string): Promise<PluginRegistry> {
    const path = join(folder, `${Math.random()}.mjs`);
    await writeFile(path, source);
    const className = 'org.example.AConnector';
    return new PluginRegistry([
      {
        name: '@example/broken',
        moduleUrl: pathToFileURL(path).href,
        plugins: [{ className, type: 'source', version: '1' }],
      },
    ]);
  }

  it.each([
    ["import 'no-such-package';", /cannot be loaded from @example\/broken: .*no-such-package/],
    ["throw new Error('half installed');", /cannot be loaded from @example\/broken: half installed/],
    ['export const plugins = [;', /cannot be loaded from @example\/broken: ./],
    ['export const other = 1;', /is listed by @example\/broken, but its module does not export it/],
    [
      "export const plugins = [{ className: 'org.example.AConnector', kind: 'converter' }];",
      /is a converter/,
    ],
  ])('%s is listed, and refused with the reason when it is used', async (source, reason) => {
    const broken = await registryOf(source);
    expect(broken.list()).toEqual([{ className: 'org.example.AConnector', type: 'source', version: '1' }]);
    await expect(broken.connector('A')).rejects.toMatchObject({
      code: 'PLUGIN_BROKEN',
      message: expect.stringMatching(reason),
    });
  });

  it.each([
    ['{', 'package.json of the plugin at file:///p.js is broken: '],
    ['{"name":"p"}', 'package.json of p has no list "sluice.plugins"'],
    ['null', 'package.json of undefined has no list'],
    [
      '{"name":"p","sluice":{"plugins":[{"class":"A","type":"sauce","version":"1"}]}}',
      'package.json of p: each of',
    ],
    ['{"name":"p","sluice":{"plugins":[null]}}', 'but one is null'],
  ])('manifest is refused: %s', (text, message) => {
    expect(() => parsePluginManifest(text, 'file:///p.js')).toThrow(message);
  });

  it('manifest is no obstacle when it is whole', () => {
    const plugin = { class: 'o.A', type: 'header_converter', version: '1' };
    const text = JSON.stringify({ name: 'p', sluice: { plugins: [plugin] } });
    expect(parsePluginManifest(text, 'file:///p.js')).toEqual({
      name: 'p',
      moduleUrl: 'file:///p.js',
      plugins: [{ className: 'o.A', type: 'header_converter', version: '1' }],
    });
  });
});
