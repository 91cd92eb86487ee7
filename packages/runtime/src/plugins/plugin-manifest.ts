import { ConfigError, isConfigError } from '@sluice/connect-api';
import type { PluginInfo, PluginPackage, PluginType } from './plugin-info.ts';

const pluginTypes: ReadonlySet<string> = new Set<PluginType>([
  'source',
  'sink',
  'converter',
  'header_converter',
  'transformation',
  'predicate',
  'config_provider',
  'rest_extension',
  'connector_client_config_override_policy',
]);

/** The versions of the plugin API, which packages name as `sluice.api`, that this worker can work with. */
const supportedApis = { oldest: 1, newest: 1 } as const;

/** What a package says of its plugins. */
export interface PluginManifest {
  readonly packageName: string;
  /** The module that exports them, from the folder of the package. */
  readonly module: string | null;
  readonly plugins: readonly PluginInfo[];
  /** Entries that name no plugin, with what they lack. */
  readonly misfits: readonly ManifestMisfit[];
}

/** An entry of the list of plugins that is not as it has to be. */
export interface ManifestMisfit {
  readonly className: string | null;
  readonly reason: string;
}

interface SluiceSection {
  readonly api?: unknown;
  readonly module?: unknown;
  readonly plugins?: unknown;
}

/**
 * Reads the list of plugins out of a package's `package.json`, so that listing plugins loads no code:
 * `"sluice": { "api": 1, "module": "./dist/index.js", "plugins": [{ "class": …, "type": …, "version": … }] }`.
 * @returns `null` when the package does not say that it has any.
 * @throws ConfigError when it is no JSON, or made for another version of the plugin API.
 */
export function readPluginManifest(packageJson: string, where: string): PluginManifest | null {
  const { name, sluice } = parseObject(packageJson, where);
  if (sluice === undefined) return null;
  const packageName = typeof name === 'string' ? name : where;
  checkApi(sluice.api ?? supportedApis.oldest, packageName);
  if (!Array.isArray(sluice.plugins)) {
    throw broken(`package.json of ${packageName} has no list "sluice.plugins"; it is to name every plugin`);
  }
  const entries = sluice.plugins.map((entry: unknown) => readEntry(entry, packageName));
  return {
    packageName,
    module: typeof sluice.module === 'string' ? sluice.module : null,
    plugins: entries.filter((entry) => 'type' in entry),
    misfits: entries.filter((entry) => 'reason' in entry),
  };
}

/**
 * The package of plugins that comes with every worker.
 * @throws ConfigError when its manifest is not as it has to be.
 */
export function parsePluginManifest(packageJson: string, moduleUrl: string): PluginPackage {
  const manifest = readPluginManifest(packageJson, moduleUrl);
  if (manifest === null) throw broken(`package.json of the plugin at ${moduleUrl} has no "sluice"`);
  const [misfit] = manifest.misfits;
  if (misfit !== undefined) throw broken(misfit.reason);
  return { name: manifest.packageName, location: null, moduleUrl, plugins: manifest.plugins };
}

function parseObject(packageJson: string, where: string): { name?: unknown; sluice?: SluiceSection } {
  try {
    const parsed: unknown = JSON.parse(packageJson);
    if (typeof parsed !== 'object' || parsed === null) throw new Error('it is no object');
    return parsed;
  } catch (cause) {
    if (isConfigError(cause)) throw cause;
    throw broken(`package.json of the plugin at ${where} cannot be read: ${(cause as Error).message}`, cause);
  }
}

function checkApi(api: unknown, packageName: string): void {
  const { oldest, newest } = supportedApis;
  if (typeof api !== 'number' || !Number.isInteger(api)) {
    throw broken(`package.json of ${packageName}: "sluice.api" must be a number, not ${JSON.stringify(api)}`);
  }
  const made = `${packageName} was made for version ${api} of the plugin API, and this worker has `;
  if (api > newest) throw broken(`${made}${newest}: install a newer Sluice, or an older version of it`);
  if (api < oldest) throw broken(`${made}${oldest} as the oldest: install a newer version of it`);
}

function readEntry(entry: unknown, packageName: string): PluginInfo | ManifestMisfit {
  const { class: className, type, version, aliases } = Object(entry) as Record<string, unknown>;
  if (typeof className === 'string' && typeof version === 'string' && pluginTypes.has(String(type))) {
    const info = { className, type: type as PluginType, version };
    return aliases === false ? { ...info, hasAliases: false } : info;
  }
  return {
    className: typeof className === 'string' ? className : null,
    reason:
      `package.json of ${packageName}: each of "sluice.plugins" needs "class", "version" and "type" ` +
      `(${[...pluginTypes].join(', ')}), but one is ${JSON.stringify(entry)}`,
  };
}

function broken(message: string, cause?: unknown): ConfigError {
  return new ConfigError(message, { code: 'PLUGIN_BROKEN', cause });
}
