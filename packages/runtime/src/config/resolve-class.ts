import type { ClassResolver } from '@sluice/connect-api';
import type { PluginRegistry } from '../plugins/plugin-registry.ts';

/**
 * Finds the classes that configurations name, of whatever kind. A class that is there only as `…$Key` and `…$Value`
 * is found too, to be refused as what it is: abstract. So is one that is broken, to be refused with the reason.
 */
export function resolveClass(plugins: PluginRegistry): ClassResolver {
  const isRefusedLater = (name: string): boolean =>
    nestedClasses(plugins, name).length > 0 || plugins.reasonBroken(name, listedTypes) !== null;
  return (name) => plugins.find(name)?.className ?? (isRefusedLater(name) ? name : null);
}

/** The types of plugins that `GET /connector-plugins` lists. */
export const listedTypes = [
  'source',
  'sink',
  'converter',
  'header_converter',
  'transformation',
  'predicate',
] as const;

/** The classes that stand inside a class. */
export function nestedClasses(plugins: PluginRegistry, className: string): readonly string[] {
  const names = plugins.classNames(listedTypes);
  return names.filter((name) => name.startsWith(`${className}$`));
}
