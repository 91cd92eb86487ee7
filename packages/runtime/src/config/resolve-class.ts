import type { ClassResolver } from '@sluice/connect-api';
import type { PluginRegistry } from '../plugins/plugin-registry.ts';

/**
 * Finds the classes that configurations name, of whatever kind. A class that is there only as `…$Key` and `…$Value`
 * is found too, to be refused as what it is: abstract.
 */
export function resolveClass(plugins: PluginRegistry): ClassResolver {
  return (name) => plugins.find(name)?.className ?? (nestedClasses(plugins, name).length > 0 ? name : null);
}

/** The classes that stand inside a class. */
export function nestedClasses(plugins: PluginRegistry, className: string): readonly string[] {
  const names = plugins.list().map((plugin) => plugin.className);
  return names.filter((name) => name.startsWith(`${className}$`));
}
