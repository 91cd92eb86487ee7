import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../../testing/in-memory-log.ts';
import type { PluginPackage } from '../../plugins/plugin-info.ts';
import { parsePluginManifest } from '../../plugins/plugin-manifest.ts';
import { PluginRegistry } from '../../plugins/plugin-registry.ts';
import { ConnectorValidator } from '../connector-validator.ts';
import { configResolverOf, resolveWorkerProperties, type ProviderSources } from './load-providers.ts';
import { plugins as stockProviders } from './stock-providers.ts';

const stockPackage = parsePluginManifest(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  new URL('./stock-providers.ts', import.meta.url).href,
);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-providers-'));
  await writeFile(join(folder, 'a.properties'), 'servers=localhost:1234\n');
});
afterAll(() => rm(folder, { recursive: true }));

function sources(properties: Record<string, string>, ...others: PluginPackage[]): ProviderSources {
  return { properties, plugins: new PluginRegistry([stockPackage, ...others]), log: new InMemoryLog() };
}

describe('the config providers of a worker', () => {
  it('are those of Kafka, each under its class name and listed nowhere', () => {
    expect(stockPackage.plugins.map(({ className }) => className)).toEqual(
      stockProviders.map(({ className }) => className),
    );
    expect(new PluginRegistry([stockPackage]).list()).toEqual([]);
  });

  it('have no keys that the REST API describes', async () => {
    const validator = new ConnectorValidator(new PluginRegistry([stockPackage]));
    await expect(validator.pluginConfig('File')).rejects.toMatchObject({
      name: 'BadRequestError',
      message:
        'Invalid plugin class File. Valid types are sink, source, converter, header_converter, transformation, predicate.',
    });
  });

  it.each(['File', 'FileConfigProvider', 'org.apache.kafka.common.config.provider.FileConfigProvider'])(
    'resolve its own properties, named by %s',
    async (name) => {
      const properties = {
        'config.providers': 'other, secrets',
        'config.providers.secrets.class': name,
        'config.providers.secrets.param.allowed.paths': folder,
        'bootstrap.servers': `\${secrets:${folder}/a.properties:servers}`,
        'group.id': '${nobody:x}',
      };
      const of = sources(properties);
      const { config, provided } = await resolveWorkerProperties(of);
      expect(config).toEqual({ ...properties, 'bootstrap.servers': 'localhost:1234' });
      expect(provided.hide('localhost:1234 is not there')).toBe(
        `\${secrets:${folder}/a.properties:servers} is not there`,
      );
      expect((of.log as InMemoryLog).lines).toMatchObject([{ level: 'warn', fields: { alias: 'other' } }]);
    },
  );

  it('that are not installed keep it from starting', async () => {
    const properties = { 'config.providers': 'v', 'config.providers.v.class': 'org.example.Vault' };
    await expect(resolveWorkerProperties(sources(properties))).rejects.toMatchObject({
      key: 'config.providers.v.class',
      message: expect.stringMatching(
        /^Invalid value org.example.Vault for configuration config.providers.v.class: Could not load config provider class or one of its dependencies\. Installed are: org.*EnvVar/,
      ) as string,
    });
  });

  it('that fail are named with the path', async () => {
    const properties = {
      'config.providers': 'f,e',
      'config.providers.f.class': 'File',
      'config.providers.e.class': 'EnvVar',
    };
    const resolver = configResolverOf(sources(properties));
    await expect(resolver.resolve({ a: '${f:/nowhere/x:k}' })).rejects.toMatchObject({
      code: 'CONFIG_PROVIDER_FAILED',
      message: expect.stringMatching(
        /^Could not read properties from file \/nowhere\/x: ENOENT.* \(config provider f, path \/nowhere\/x\)$/,
      ) as string,
    });
    await expect(resolver.resolve({ a: '${e:p:k}' })).rejects.toThrow(
      "invalid value 'p' (config provider e, path p)",
    );
  });

  it('may come from anybody, with parameters of their own', async () => {
    const module = join(folder, 'vault.mjs');
    const api = import.meta.resolve('@sluice/connect-api');
    await writeFile(
      module,
      `import { defineConfig, defineConfigProvider, int, string } from ${JSON.stringify(api)};
       export const plugins = [defineConfigProvider({
         className: 'org.example.VaultConfigProvider', version: '1', summary: 'A vault.',
         config: defineConfig({
           prefix: string({ doc: 'Prefix.', importance: 'high' }),
           'ttl.ms': int({ doc: 'Time.', importance: 'low', default: 60000 }),
         }),
         createProvider: (config, { alias }) => ({
           get: async (path, keys) => {
             if (path === 'sealed') throw new Error('The vault is sealed');
             const values = new Map([...keys].map((key) => [key, [alias, config.prefix, path, key].join('/')]));
             return { values, ttlMs: config['ttl.ms'] };
           },
         }),
       })];`,
    );
    const vault: PluginPackage = {
      location: null,
      name: '@example/vault',
      moduleUrl: pathToFileURL(module).href,
      plugins: [{ className: 'org.example.VaultConfigProvider', type: 'config_provider', version: '1' }],
    };
    const properties = {
      'config.providers': 'v',
      'config.providers.v.class': 'Vault',
      'config.providers.v.param.prefix': 'kv',
    };
    const resolver = configResolverOf(sources(properties, vault));
    const { config, lifetimes } = await resolver.resolve({ password: '${v:db/prod:pw}' });
    expect(config).toEqual({ password: 'v/kv/db/prod/pw' });
    expect(lifetimes).toEqual([{ source: 'v:db/prod', ttlMs: 60_000 }]);
    await expect(resolver.resolve({ a: '${v:sealed:k}' })).rejects.toThrow(
      'The vault is sealed (config provider v, path sealed)',
    );
    const without = { 'config.providers': 'v', 'config.providers.v.class': 'Vault' };
    await expect(resolveWorkerProperties(sources(without, vault))).rejects.toThrow(
      'Missing required configuration "prefix" which has no default value.',
    );
  });
});
