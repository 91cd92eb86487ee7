import { ConfigError } from '@sluice/connect-api';
import type { PluginInfo, PluginPackage, PluginType } from './plugin-info.ts';

const pluginTypes: ReadonlySet<string> = new Set<PluginType>([
  'source',
  'sink',
  'converter',
  'header_converter',
  'transformation',
  'predicate',
  'config_provider',
]);

/**
 * Reads the list of plugins out of a package's `package.json`, so that listing plugins loads no code:
 * `"sluice": { "plugins": [{ "class": …, "type": …, "version": … }] }`.
 * @throws ConfigError when the manifest is not of that form.
 */
export function parsePluginManifest(packageJson: string, moduleUrl: string): PluginPackage {
  const manifest = parseObject(packageJson, moduleUrl) as { name?: unknown; sluice?: { plugins?: unknown } };
  const name = String(manifest.name);
  const declared = manifest.sluice?.plugins;
  if (!Array.isArray(declared)) {
    throw new ConfigError(`package.json of ${name} has no list "sluice.plugins"`, { code: 'PLUGIN_BROKEN' });
  }
  return { name, moduleUrl, plugins: declared.map((entry: unknown) => parseEntry(entry, name)) };
}

function parseObject(packageJson: string, moduleUrl: string): object {
  try {
    return Object(JSON.parse(packageJson)) as object;
  } catch (error) {
    throw new ConfigError(
      `package.json of the plugin at ${moduleUrl} is broken: ${(error as Error).message}`,
      {
        code: 'PLUGIN_BROKEN',
        cause: error,
      },
    );
  }
}

function parseEntry(entry: unknown, packageName: string): PluginInfo {
  const { class: className, type, version } = Object(entry) as Record<string, unknown>;
  if (typeof className !== 'string' || typeof version !== 'string' || !pluginTypes.has(String(type))) {
    throw new ConfigError(
      `package.json of ${packageName}: each of "sluice.plugins" needs "class", "version" and "type" ` +
        `(${[...pluginTypes].join(', ')}), but one is ${JSON.stringify(entry)}`,
      { code: 'PLUGIN_BROKEN' },
    );
  }
  return { className, type: type as PluginType, version };
}
