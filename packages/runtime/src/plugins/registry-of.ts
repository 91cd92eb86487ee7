import { listedAs, type AnyPlugin } from './plugin-kinds.ts';
import { PluginRegistry } from './plugin-registry.ts';

/** A registry of plugins that are there already, as in the tests of a plugin. */
export function registryOf(plugins: readonly AnyPlugin[]): PluginRegistry {
  const only = { name: 'plugins', location: null, moduleUrl: 'memory:plugins', plugins: listedAs(plugins) };
  return new PluginRegistry([only], { importModule: () => Promise.resolve({ plugins }) });
}
