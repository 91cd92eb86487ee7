import type { SubmittedConfig } from '../../herder/herder.ts';
import type { PluginInfo } from '../../plugins/plugin-info.ts';
import type { PluginRegistry } from '../../plugins/plugin-registry.ts';
import { parseVersionRange } from '../../plugins/version-range.ts';
import type { ChainKind } from './chain-kind.ts';

/** What an alias is looked at in. */
export interface Around {
  readonly config: SubmittedConfig;
  readonly plugins: PluginRegistry;
}

/** What is wrong with the version that is asked for; `null` when it is installed, or no class is named. */
export function problemOfVersion(
  { key, type }: ChainKind,
  alias: string,
  { config, plugins }: Around,
): string | null {
  const wanted = config[`${key}.${alias}.plugin.version`] ?? null;
  const plugin = plugins.find(config[`${key}.${alias}.type`]?.trim() ?? '', [type]);
  return wanted === null || plugin === undefined ? null : versionProblem(plugin, wanted);
}

function versionProblem({ className, version }: PluginInfo, wanted: string): string | null {
  if (wanted === 'latest') return null;
  const range = parseVersionRange(wanted.trim());
  if (range === null) {
    return /[\])]$/.test(wanted.trim())
      ? `Invalid version range ${wanted}: it is to be like [1.0,2.0), [1.2] or 1.2`
      : `Unbounded range: ${wanted}`;
  }
  if (range.includes(version)) return null;
  return `Plugin ${className} not found that matches the version range ${String(range)}, available versions: [${version}]`;
}
