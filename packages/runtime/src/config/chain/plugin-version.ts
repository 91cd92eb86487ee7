import type { SubmittedConfig } from '../../herder/herder.ts';
import type { PluginRegistry } from '../../plugins/plugin-registry.ts';
import { problemOfVersion } from '../versions/version-problem.ts';
import type { ChainKind } from './chain-kind.ts';

/** What an alias is looked at in. */
export interface Around {
  readonly config: SubmittedConfig;
  readonly plugins: PluginRegistry;
}

/** What is wrong with the version that an alias asks for; `null` when it is installed, or no class is named. */
export function problemOfAliasVersion(
  { key, type }: ChainKind,
  alias: string,
  { config, plugins }: Around,
): string | null {
  const wanted = config[`${key}.${alias}.plugin.version`] ?? null;
  const plugin = plugins.find(config[`${key}.${alias}.type`]?.trim() ?? '', [type]);
  return wanted === null || plugin === undefined ? null : problemOfVersion(plugin, wanted);
}
