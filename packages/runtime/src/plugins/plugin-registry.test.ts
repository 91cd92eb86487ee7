import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stockPackage } from '../../testing/plugins/in-memory-packages.ts';
import { versionedRegistry } from '../../testing/plugins/versioned-plugins.ts';
import type { BrokenPlugin, PluginPackage, PluginType } from './plugin-info.ts';
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

  it('leave an alias to another class where they want none', () => {
    const shy: PluginPackage = {
      ...stockPackage,
      plugins: [
        {
          className: 'org.example.FileStreamSourceConnector',
          type: 'source',
          version: '1',
          hasAliases: false,
        },
      ],
    };
    const both = new PluginRegistry([stockPackage, shy]);
    expect(both.find('FileStreamSource')?.className).toBe(`${file}.FileStreamSourceConnector`);
    expect(both.find('org.example.FileStreamSourceConnector')).toBeDefined();
    const manifest = (more: object) =>
      JSON.stringify({
        name: 'x',
        sluice: { plugins: [{ class: 'X', type: 'sink', version: '1', ...more }] },
      });
    expect(parsePluginManifest(manifest({ aliases: false }), 'x').plugins[0]?.hasAliases).toBe(false);
    expect(parsePluginManifest(manifest({}), 'x').plugins[0]?.hasAliases).toBeUndefined();
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

describe('several versions of a plugin', () => {
  const versioned = versionedRegistry();
  const name = 'VersionedSink';

  it('are all listed, the oldest first', () => {
    expect(versioned.list(['sink']).map((plugin) => `${plugin.className} ${plugin.version}`)).toEqual([
      `${file}.FileStreamSinkConnector 4.3.0`,
      'org.clash.TwinSinkConnector 1.0.0',
      'org.clashb.TwinSinkConnector 1.0.0',
      'org.example.VersionedSinkConnector 1.0.0',
      'org.example.VersionedSinkConnector 1.10.0',
      'org.example.VersionedSinkConnector 2.0-SNAPSHOT',
    ]);
    expect(versioned.versions(name, ['sink'])).toEqual(['1.0.0', '1.10.0', '2.0-SNAPSHOT']);
  });

  it.each([
    [undefined, '2.0-SNAPSHOT'],
    [null, '2.0-SNAPSHOT'],
    ['latest', '2.0-SNAPSHOT'],
    ['[1.0,1.9)', '1.0.0'],
    [' 1.10.0 ', '1.10.0'],
  ])('give the newest that %j allows: %s', async (version, expected) => {
    expect(await versioned.connector(name, { version })).toMatchObject({ version: expected });
  });

  it('give the one beside the connector if it is allowed, else the newest', async () => {
    const converter = async (version?: string) =>
      (await versioned.converter('VersionedConverter', { version, near: '/plugins/v1' })).version;
    expect(await converter()).toBe('1.0.0');
    expect(await converter('[1.0,2.0)')).toBe('1.0.0');
    expect(await converter('[1.1,2.0)')).toBe('2.0-SNAPSHOT');
  });

  it('are refused with those that are there when none is allowed', async () => {
    await expect(versioned.connector(name, { version: '[9,)' })).rejects.toMatchObject({
      code: 'PLUGIN_VERSION_UNKNOWN',
      message:
        'Plugin org.example.VersionedSinkConnector not found that matches the version range [9,), ' +
        'available versions: [1.0.0, 1.10.0, 2.0-SNAPSHOT]',
    });
    await expect(
      versioned.transformation('VersionedTransformation', { version: '[1' }),
    ).rejects.toMatchObject({
      code: 'PLUGIN_VERSION_INVALID',
    });
  });

  it('count once where they are the same, and the second is reported', () => {
    const { packages } = versioned;
    const again = packages.map((one) => ({ ...one, location: one.location ?? '/plugins/again' }));
    const both = new PluginRegistry([...packages, ...again.slice(0, 2)]);
    expect(both.list()).toEqual(versioned.list());
    expect(both.broken()).toContainEqual({
      location: '/plugins/again',
      packageName: '@example/in-memory-stock-plugins',
      className: `${file}.FileStreamSinkConnector`,
      type: 'sink',
      version: '4.3.0',
      reason: 'The same class in the same version comes from the worker itself, which is used',
    });
  });

  it('tell which aliases mean nothing', () => {
    expect(versioned.sharedAliases()).toContainEqual({
      alias: 'TwinSink',
      classes: ['org.clash.TwinSinkConnector', 'org.clashb.TwinSinkConnector'],
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
        location: '/plugins/broken',
        moduleUrl: pathToFileURL(path).href,
        plugins: [{ className, type: 'source', version: '1' }],
      },
    ]);
  }

  const exported = (rest: string): string =>
    `export const plugins = [null, { className: 'org.example.AConnector', ${rest} }];`;

  it.each([
    ["import 'no-such-package';", /cannot be loaded from @example\/broken: .*no-such-package/],
    [
      "throw new Error('half installed');",
      /cannot be loaded from @example\/broken: half installed\. Install a/,
    ],
    ['export const plugins = [;', /cannot be loaded from @example\/broken: ./],
    ['export const other = 1;', /is not what @example\/broken lists: its module exports no list "plugins"/],
    ['export const plugins = [];', /is not what @example\/broken lists: its module does not export it/],
    [exported("version: '2'"), /its module has it in version 2/],
    [exported("version: '1', kind: 'converter'"), /it is a converter/],
    [exported("version: '1', kind: 'source'"), /it has no function createTask/],
    [exported("version: '1', kind: 'source', createTask: () => ({})"), /it declares no config/],
  ])('%s is listed until it is used, and refused with the reason', async (source, reason) => {
    const broken = await registryOf(source);
    expect(broken.list()).toEqual([{ className: 'org.example.AConnector', type: 'source', version: '1' }]);
    await expect(broken.connector('A')).rejects.toMatchObject({
      code: 'PLUGIN_BROKEN',
      message: expect.stringMatching(reason),
    });
    expect(broken.list()).toEqual([]);
    expect(broken.reasonBroken('AConnector', ['source'])).toMatch(reason);
    expect(broken.broken()).toMatchObject([
      {
        location: '/plugins/broken',
        className: 'org.example.AConnector',
        reason: expect.stringMatching(reason),
      },
    ]);
  });

  it('that was found in plugin.path is refused by every name it has, with the reason', async () => {
    const found: BrokenPlugin = {
      location: '/plugins/old',
      packageName: '@example/old',
      className: 'org.example.OldTransformation',
      type: 'transformation',
      version: '1',
      reason: 'made for another worker',
    };
    const plugins = new PluginRegistry([stockPackage], { broken: [found] });
    expect(plugins.broken()).toEqual([found]);
    for (const name of ['org.example.OldTransformation', 'OldTransformation', 'Old']) {
      await expect(plugins.transformation(name)).rejects.toMatchObject({
        code: 'PLUGIN_BROKEN',
        message: `The plugin ${name} cannot be used: made for another worker`,
      });
      await expect(plugins.predicate(name)).rejects.toMatchObject({ code: 'PLUGIN_UNKNOWN' });
    }
  });

  it.each([
    ['{', 'package.json of the plugin at file:///p.js cannot be read: '],
    ['{"name":"p"}', 'package.json of the plugin at file:///p.js has no "sluice"'],
    ['{"name":"p","sluice":{}}', 'package.json of p has no list "sluice.plugins"'],
    ['null', 'cannot be read: it is no object'],
    ['{"name":"p","sluice":{"api":"1","plugins":[]}}', '"sluice.api" must be a number, not "1"'],
    [
      '{"name":"p","sluice":{"api":2,"plugins":[]}}',
      'version 2 of the plugin API, and this worker has 1: install a newer Sluice',
    ],
    [
      '{"name":"p","sluice":{"api":0,"plugins":[]}}',
      'this worker has 1 as the oldest: install a newer version of it',
    ],
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
      location: null,
      moduleUrl: 'file:///p.js',
      plugins: [{ className: 'o.A', type: 'header_converter', version: '1' }],
    });
  });
});
