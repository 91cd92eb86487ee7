import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { parsePluginManifest, type PluginPackage } from '@sluice/runtime';

/** The modules of plugins that every worker brings along. */
const pluginModules = [
  '@sluice/connector-directory',
  '@sluice/connector-elasticsearch',
  '@sluice/connector-file',
  '@sluice/connector-logs',
  '@sluice/connector-jdbc',
  '@sluice/connector-hdfs',
  '@sluice/connector-metrics',
  '@sluice/connector-redis',
  '@sluice/connector-tools',
  '@sluice/converter-basic',
  '@sluice/converter-json',
  '@sluice/transform-debezium',
  '@sluice/transform-expression',
  '@sluice/transform-standard',
  '@sluice/runtime/config-providers',
  '@sluice/rest-server/extensions',
] as const;

/** Reads the manifests of their packages; their code is loaded when a plugin of theirs is used. */
export function stockPluginPackages(): PluginPackage[] {
  return pluginModules.map((name) => {
    const manifestPath = findPackageJSON(name, import.meta.url);
    if (manifestPath === undefined) throw new Error(`The module ${name} is not installed; run npm ci again`);
    return parsePluginManifest(readFileSync(manifestPath, 'utf8'), import.meta.resolve(name));
  });
}
