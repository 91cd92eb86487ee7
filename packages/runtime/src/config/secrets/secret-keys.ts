import type { SubmittedConfig } from '../../herder/herder.ts';
import type { PluginRegistry, VersionChoice } from '../../plugins/plugin-registry.ts';
import { isSecretName } from './secret-names.ts';

/** Says which keys of a connector's configuration hold secrets. */
export type IsSecret = (key: string) => boolean;

// What names a plugin, and the prefix under which its keys stand.
const pluginKeys: readonly (readonly [key: RegExp, prefix: (key: string) => string])[] = [
  [/^connector\.class$/, () => ''],
  [/^(?:key|value|header)\.converter$/, (key) => `${key}.`],
  [/^(?:transforms|predicates)\..+\.type$/, (key) => key.slice(0, -'type'.length)],
];

/**
 * Finds out which keys hold secrets: those that the plugins named in the configuration declare as passwords, and those
 * that are called like one.
 */
export async function secretKeysOf(config: SubmittedConfig, plugins: PluginRegistry): Promise<IsSecret> {
  const passwords = new Set<string>();
  for (const [key, className] of Object.entries(config)) {
    const prefix = pluginKeys.find(([pattern]) => pattern.test(key))?.[1](key);
    if (prefix === undefined || className === null) continue;
    const version = config[versionKeyOf(key)];
    for (const password of await passwordsOf(className.trim(), { version }, plugins)) {
      passwords.add(prefix + password);
    }
  }
  return (key) => passwords.has(key) || isSecretName(key);
}

/** The key with the version of the plugin that another key names. */
function versionKeyOf(key: string): string {
  return `${key.replace(/\.(?:class|type)$/, '')}.plugin.version`;
}

async function passwordsOf(
  className: string,
  choice: VersionChoice,
  plugins: PluginRegistry,
): Promise<string[]> {
  try {
    const plugin = await plugins.load(className, choice);
    return Object.entries(plugin?.config ?? {})
      .filter(([, { type }]) => type === 'PASSWORD')
      .map(([key]) => key);
  } catch {
    // A plugin that is broken declares nothing; whoever uses it says so.
    return [];
  }
}
