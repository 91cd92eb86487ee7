import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PluginFolder } from '../../../testing/plugins/plugin-folder.ts';
import type { BrokenPlugin, PluginPackage } from '../plugin-info.ts';
import { scanPluginPath } from '../plugin-path/scan-plugin-path.ts';
import { PluginRegistry } from '../plugin-registry.ts';
import { probePackage } from './probe-package.ts';
import { probePlugins } from './probe-plugins.ts';

let folder: PluginFolder;
beforeEach(() => {
  folder = new PluginFolder();
});
afterEach(() => folder.remove());

const good = (name: string): string =>
  `export const plugins = [{ className: 'org.example.${name}Connector', kind: 'sink', version: '1', config: {}, createTask() {} }];`;

function scanned(): PluginPackage[] {
  return [...scanPluginPath([folder.path]).packages];
}

async function probed(module: string): Promise<readonly (string | null)[]> {
  folder.package('a', { module });
  return probePackage(scanned()[0] as PluginPackage, { timeoutMs: 2000 });
}

describe('a package that is tried', () => {
  it.each([
    ['throws', "throw new Error('half installed');", 'half installed'],
    ['throws what is no error', 'throw 1;', 'from @example/a: 1'],
    ['exports something else', good('b'), 'It is not what @example/a lists: its module does not export it'],
    ['ends the process', 'process.exit(3);', 'process.exit(3)'],
    ['never ends', 'for (;;);', 'its import took longer than 2000 ms'],
    ['waits for ever', 'setInterval(() => {}, 1000); await new Promise(() => {});', 'took longer'],
  ])('%s', async (_what, module, reason) => {
    const [answer] = await probed(module);
    expect(answer).toContain(reason);
  });

  it.each([
    ['is good', good('a')],
    ['fails only after its import', `${good('a')} setTimeout(() => { throw new Error('late'); });`],
  ])('%s', async (_what, module) => {
    expect(await probed(module)).toEqual([null]);
  });
});

describe('the plugins of a worker that are tried', () => {
  it('are noted and told as broken one by one, what came with the worker aside', async () => {
    folder.package('a', { module: good('a') });
    folder.package('b', { module: "throw new Error('half installed');" });
    const packages = scanned();
    const stock = { ...(packages[1] as PluginPackage), location: null };
    const plugins = new PluginRegistry([stock, ...packages]);
    const told: BrokenPlugin[] = [];
    await probePlugins(new PluginRegistry(packages), { onBroken: (broken) => told.push(broken) });
    expect(told).toMatchObject([{ className: 'org.example.bConnector', packageName: '@example/b' }]);
    expect(told[0]?.reason).toContain('half installed');
    await probePlugins(new PluginRegistry([stock]), { onBroken: (broken) => told.push(broken) });
    expect(told).toHaveLength(1);
    expect(plugins.reasonBroken('aConnector', ['sink'])).toBeNull();
  });

  it('are refused with the reason from then on', async () => {
    folder.package('b', { module: "throw new Error('half installed');" });
    const plugins = new PluginRegistry(scanned());
    expect(plugins.reasonBroken('bConnector', ['sink'])).toBeNull();
    await probePlugins(plugins, { onBroken: () => undefined });
    expect(plugins.reasonBroken('bConnector', ['sink'])).toContain('half installed');
    expect(plugins.broken()).toMatchObject([{ className: 'org.example.bConnector' }]);
  });

  it('are left alone once the worker stops', async () => {
    folder.package('a', { module: 'await new Promise(() => setInterval(() => {}, 1000));' });
    const stopping = new AbortController();
    const probing = probePlugins(new PluginRegistry(scanned()), {
      signal: stopping.signal,
      onBroken: () => expect.unreachable(),
    });
    stopping.abort();
    await probing;
  });
});
