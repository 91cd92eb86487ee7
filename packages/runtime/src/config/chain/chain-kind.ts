import {
  list,
  parseConfig,
  type ConfigKey,
  type PredicatePlugin,
  type TransformationPlugin,
} from '@sluice/connect-api';
import type { SubmittedConfig } from '../../herder/herder.ts';
import type { VersionChoice } from '../../plugins/installed-plugins.ts';
import type { PluginRegistry } from '../../plugins/plugin-registry.ts';

/** What can be configured under aliases: transformations or predicates. */
export interface ChainKind {
  /** The key with the aliases, and the first part of theirs. */
  readonly key: 'transforms' | 'predicates';
  readonly type: 'transformation' | 'predicate';
  /** What a class has to be. */
  readonly interfaceName: 'Transformation' | 'Predicate';
  readonly group: 'Transforms' | 'Predicates';
  load(
    plugins: PluginRegistry,
    name: string,
    choice: VersionChoice,
  ): Promise<TransformationPlugin | PredicatePlugin>;
}

export const transformationKind: ChainKind = {
  key: 'transforms',
  type: 'transformation',
  interfaceName: 'Transformation',
  group: 'Transforms',
  load: (plugins, name, choice) => plugins.transformation(name, choice),
};

export const predicateKind: ChainKind = {
  key: 'predicates',
  type: 'predicate',
  interfaceName: 'Predicate',
  group: 'Predicates',
  load: (plugins, name, choice) => plugins.predicate(name, choice),
};

const aliasList: ConfigKey<readonly string[]> = list({ doc: '', importance: 'low', default: [] });

/** The aliases that a configuration lists, each once and in order. */
export function aliasesOf(config: SubmittedConfig, { key }: ChainKind): readonly string[] {
  const aliases = parseConfig({ [key]: aliasList }, config)[key] ?? [];
  return [...new Set(aliases)];
}
