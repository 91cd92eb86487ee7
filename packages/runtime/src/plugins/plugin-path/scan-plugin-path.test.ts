import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PluginFolder } from '../../../testing/plugins/plugin-folder.ts';
import { scanPluginPath } from './scan-plugin-path.ts';

let folder: PluginFolder;
beforeEach(() => {
  folder = new PluginFolder();
});
afterEach(() => folder.remove());

const names = (...elements: string[]): string[] => scanPluginPath(elements).packages.map(({ name }) => name);
const reasons = (): string[] => scanPluginPath([folder.path]).broken.map(({ reason }) => reason);

describe('plugin.path', () => {
  it('leads to folders of plugins, in the order of their names', () => {
    folder.package('b');
    folder.package('a');
    folder.write('.hidden/package.json', '{"sluice":{}}');
    folder.write('notes.txt', '');
    expect(scanPluginPath([folder.path])).toEqual({
      packages: ['a', 'b'].map((name) => ({
        name: `@example/${name}`,
        location: join(folder.path, name),
        moduleUrl: pathToFileURL(join(folder.path, name, 'index.mjs')).href,
        plugins: [{ className: `org.example.${name}Connector`, type: 'sink', version: '1' }],
      })),
      broken: [],
      missing: [],
    });
  });

  it('leads to packages themselves, through links too, and to each once', () => {
    const target = folder.package('a');
    expect(names(target)).toEqual(['@example/a']);
    mkdirSync(join(folder.path, 'links'));
    symlinkSync(target, join(folder.path, 'links', 'a'));
    expect(names(join(folder.path, 'links'))).toEqual(['@example/a']);
    expect(names(target, target)).toEqual(['@example/a']);
  });

  it('leads to what npm was asked to install, and not to what that needs in turn', () => {
    folder.write('acme/package.json', '{"dependencies":{"@example/a":"1","left-pad":"1","gone":"1"}}');
    folder.package('acme/node_modules/@example/a');
    folder.package('acme/node_modules/@example/transitive');
    folder.write('acme/node_modules/left-pad/package.json', '{"name":"left-pad"}');
    const { packages, broken } = scanPluginPath([folder.path]);
    expect(packages).toMatchObject([{ name: '@example/a', location: join(folder.path, 'acme') }]);
    expect(broken).toEqual([]);
  });

  it('leads to all of node_modules where nobody says what was asked for', () => {
    folder.package('acme/node_modules/@example/a');
    folder.package('acme/node_modules/b');
    expect(names(folder.path)).toEqual(['@example/a', '@example/b']);
  });

  it('leads to the packages of a scope', () => {
    folder.package('@acme/a');
    expect(names(folder.path)).toEqual(['@example/a']);
  });

  it('may name what is not there', () => {
    const gone = join(folder.path, 'gone');
    expect(scanPluginPath([gone])).toEqual({ packages: [], broken: [], missing: [gone] });
  });

  it('names jars of Java connectors once for each plugin, with what to do', () => {
    for (const name of ['c', 'a', 'b']) folder.write(`jdbc/lib/${name}.jar`, '');
    folder.write('single.jar', '');
    const { packages, broken } = scanPluginPath([folder.path]);
    expect(packages).toEqual([]);
    expect(broken).toMatchObject([
      { location: join(folder.path, 'single.jar'), className: null },
      { location: join(folder.path, 'jdbc') },
    ]);
    expect(broken[1]?.reason).toContain(
      `${join(folder.path, 'jdbc/lib/a.jar')} and 2 more holds classes of Java`,
    );
    expect(broken[1]?.reason).toContain('has to be installed as a package for Sluice');
  });

  it('names many jars in one folder once', () => {
    for (const name of ['c', 'a', 'b']) folder.write(`${name}.jar`, '');
    const { broken } = scanPluginPath([folder.path]);
    expect(broken).toMatchObject([{ location: folder.path }]);
    expect(broken[0]?.reason).toContain('a.jar and 2 more holds classes of Java');
  });

  it('tells how a packed package is installed', () => {
    folder.write('a-1.0.0.tgz', '');
    expect(reasons()).toEqual([expect.stringContaining('npm install --prefix FOLDER')]);
  });
});

describe('a package in plugin.path', () => {
  const plugin = { class: 'o.AConnector', type: 'sink', version: '1' };

  it.each<[string, object, string]>([
    ['of a newer API', { api: 2, plugins: [] }, 'was made for version 2 of the plugin API'],
    ['without a list', { module: './index.mjs' }, 'has no list "sluice.plugins"'],
    ['that names no module', { plugins: [plugin] }, 'has no "sluice.module"'],
    [
      'that was not built',
      { module: './dist/x.js', plugins: [plugin] },
      'dist/x.js, which package.json of @example/a names, is not there',
    ],
  ])('%s is broken, and the others are not', (_what, sluice, reason) => {
    folder.package('a', { sluice });
    folder.package('b');
    expect(names(folder.path)).toEqual(['@example/b']);
    expect(reasons()).toEqual([expect.stringContaining(reason)]);
  });

  it('keeps its good plugins beside a bad entry', () => {
    folder.package('a', {
      sluice: { module: './index.mjs', plugins: [plugin, { class: 'o.B', type: 'sauce' }] },
    });
    const { packages, broken } = scanPluginPath([folder.path]);
    expect(packages[0]?.plugins).toEqual([{ className: 'o.AConnector', type: 'sink', version: '1' }]);
    expect(broken).toMatchObject([{ className: 'o.B', packageName: '@example/a' }]);
    expect(broken[0]?.reason).toContain('each of "sluice.plugins" needs "class", "version" and "type"');
  });

  it('is broken when its package.json is no JSON, or names no plugins', () => {
    folder.write('a/package.json', '{');
    folder.write('b/package.json', '{"name":"b"}');
    folder.write('c/readme.md', '');
    expect(reasons()).toEqual([
      expect.stringContaining('cannot be read'),
      expect.stringContaining('It holds no package of plugins'),
    ]);
  });
});
