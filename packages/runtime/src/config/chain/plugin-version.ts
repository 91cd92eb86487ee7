import type { InstalledPlugin, VersionChoice } from '../../plugins/installed-plugins.ts';
import type { Offer } from '../keys/offer.ts';
import { problemOfVersion } from '../versions/version-problem.ts';
import type { ChainKind } from './chain-kind.ts';

/** What an alias is looked at in. */
export type Around = Pick<Offer, 'config' | 'plugins' | 'near'>;

/** The class that an alias names; empty when it names none. */
export function classOfAlias({ key }: ChainKind, alias: string, { config }: Around): string {
  return config[`${key}.${alias}.type`]?.trim() ?? '';
}

/** Which version of its class an alias wants. */
export function choiceOfAlias({ key }: ChainKind, alias: string, { config, near }: Around): VersionChoice {
  return { version: config[`${key}.${alias}.plugin.version`], near };
}

/** The plugin that an alias gets if it does not say which version it wants. */
export function defaultOfAlias(kind: ChainKind, alias: string, around: Around): InstalledPlugin | undefined {
  return around.plugins.find(classOfAlias(kind, alias, around), [kind.type], { near: around.near });
}

/** What is wrong with the version that an alias asks for; `null` when it is installed, or no class is named. */
export function problemOfAliasVersion(kind: ChainKind, alias: string, around: Around): string | null {
  const { config, plugins } = around;
  const wanted = config[`${kind.key}.${alias}.plugin.version`] ?? null;
  const named = { name: classOfAlias(kind, alias, around), types: [kind.type] };
  if (wanted === null || plugins.find(named.name, named.types) === undefined) return null;
  return problemOfVersion(plugins, named, wanted);
}

/** Why the plugin that an alias names cannot be used, as far as is known. */
export function reasonAliasIsBroken(kind: ChainKind, alias: string, around: Around): string | null {
  const name = classOfAlias(kind, alias, around);
  return around.plugins.reasonBroken(name, [kind.type], choiceOfAlias(kind, alias, around));
}
