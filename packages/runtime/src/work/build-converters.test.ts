import { defineConfig, defineConverter, type ConverterPlugin } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { stockPackage } from '../../testing/plugins/in-memory-packages.ts';
import { versionedRegistry } from '../../testing/plugins/versioned-plugins.ts';
import { TextConverter } from '../../testing/in-memory-converters.ts';
import { PluginRegistry } from '../plugins/plugin-registry.ts';
import { buildConverters } from './build-converters.ts';

const json = 'org.apache.kafka.connect.json.JsonConverter';
const worker = {
  'key.converter': 'Json',
  'key.converter.schemas.enable': 'false',
  'value.converter': 'Json',
  'value.converter.schemas.enable': 'true',
};

/** Notes with what converters are made. */
class NotingRegistry extends PluginRegistry {
  readonly made: unknown[][] = [];

  constructor() {
    super([stockPackage]);
  }

  override async converter(name: string): Promise<ConverterPlugin> {
    const { className } = await super.converter(name);
    return defineConverter({
      className,
      version: '1',
      summary: '',
      config: defineConfig({}),
      createConverter: (config, use) => {
        this.made.push([className, config, use]);
        return new TextConverter();
      },
    });
  }
}

async function made(connector: Record<string, string>): Promise<unknown[][]> {
  const plugins = new NotingRegistry();
  await buildConverters({ worker, connector, plugins, near: null });
  return plugins.made;
}

describe('the converters of a task', () => {
  it('are the worker’s, with the worker’s options, where the connector names none', async () => {
    expect(await made({ 'key.converter.schemas.enable': 'ignored' })).toEqual([
      [json, { 'schemas.enable': 'false' }, 'key'],
      [json, { 'schemas.enable': 'true' }, 'value'],
    ]);
  });

  it('are the connector’s, with its options alone, where it names them', async () => {
    const connector = { 'value.converter': ' String ', 'value.converter.converter.encoding': 'UTF-16' };
    expect(await made(connector)).toEqual([
      [json, { 'schemas.enable': 'false' }, 'key'],
      ['org.apache.kafka.connect.storage.StringConverter', { 'converter.encoding': 'UTF-16' }, 'value'],
    ]);
  });

  it('convert headers by SimpleHeaderConverter unless told otherwise', async () => {
    const plugins = new PluginRegistry([stockPackage]);
    const simple = await buildConverters({ worker, connector: {}, plugins, near: null });
    expect(simple.header.className).toBe('org.apache.kafka.connect.storage.SimpleHeaderConverter');
    const text = await buildConverters({
      worker,
      connector: { 'header.converter': 'String' },
      plugins,
      near: null,
    });
    expect(text.header.className).toBe('org.apache.kafka.connect.storage.StringConverter');
  });

  it('have the version that is asked for, and of the connector’s own the one beside it', async () => {
    const plugins = versionedRegistry();
    const versionOf = async (connector: Record<string, string>, version?: string): Promise<unknown> => {
      const own = version === undefined ? {} : { 'value.converter.plugin.version': version };
      const versioned = { ...worker, 'value.converter': 'VersionedConverter', ...own };
      const { value } = await buildConverters({ worker: versioned, connector, plugins, near: '/plugins/v1' });
      return (value.converter as { readonly version?: string }).version;
    };
    const key = 'value.converter.plugin.version';
    const named = { 'value.converter': 'VersionedConverter' };
    expect(await versionOf({})).toBe('2.0-SNAPSHOT');
    expect(await versionOf({}, '[1.1,1.11)')).toBe('1.10.0');
    expect(await versionOf(named, '1.10.0')).toBe('1.0.0');
    expect(await versionOf({ ...named, [key]: '1.10.0' })).toBe('1.10.0');
  });

  it('are refused when there is no such class', async () => {
    await expect(made({ 'key.converter': 'nope' })).rejects.toThrow('which name matches nope');
  });
});
