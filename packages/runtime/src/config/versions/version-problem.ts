import type { PluginType } from '../../plugins/plugin-info.ts';
import { problemOfRange, versionNotFound } from '../../plugins/plugin-errors.ts';
import type { PluginRegistry } from '../../plugins/plugin-registry.ts';

/** A plugin as a configuration names it. */
export interface NamedPlugin {
  readonly name: string;
  readonly types: readonly PluginType[];
}

/** What is wrong with wanting a version of an installed plugin; `null` when one of those that are there fits. */
export function problemOfVersion(
  plugins: PluginRegistry,
  { name, types }: NamedPlugin,
  wanted: string,
): string | null {
  const problem = problemOfRange(wanted);
  const installed = plugins.find(name, types);
  if (problem !== null || installed === undefined) return problem;
  if (plugins.find(name, types, { version: wanted }) !== undefined) return null;
  return versionNotFound(installed.className, plugins.versions(name, types), wanted);
}
