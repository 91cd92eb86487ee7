import {
  boolean,
  embedDefinition,
  pluginClass,
  string,
  type ConfigDefinition,
  type Validator,
} from '@sluice/connect-api';
import type { ConnectorConfig } from '../../herder/herder.ts';
import { propertiesUnder } from '../client-properties.ts';
import { nestedClasses } from '../resolve-class.ts';
import { aliasesOf, predicateKind, transformationKind, type ChainKind } from './chain-kind.ts';
import { definitionFor } from './definition-for.ts';
import {
  choiceOfAlias,
  classOfAlias,
  defaultOfAlias,
  problemOfAliasVersion,
  reasonAliasIsBroken,
  type Around,
} from './plugin-version.ts';

/** What every transformation has beside its own options. */
const conditionKeys = {
  predicate: string({
    doc: 'Alias of a predicate: the transformation applies only to records for which it is true.',
    importance: 'medium',
    default: null,
  }),
  negate: boolean({
    doc: 'Whether it applies to the records for which the predicate is not true instead.',
    importance: 'medium',
    default: false,
  }),
};

/** The keys of all transformations and predicates that a configuration lists, under their full names. */
export async function chainKeys(around: Around): Promise<ConfigDefinition> {
  const definitions: ConfigDefinition[] = [];
  for (const kind of [transformationKind, predicateKind]) {
    for (const alias of aliasesOf(around.config, kind)) {
      definitions.push(await aliasKeys(kind, alias, around));
    }
  }
  return Object.assign({}, ...definitions) as ConfigDefinition;
}

async function aliasKeys(kind: ChainKind, alias: string, around: Around): Promise<ConfigDefinition> {
  const prefix = `${kind.key}.${alias}.`;
  const group = `${kind.group}: ${alias}`;
  const own = {
    [`${prefix}type`]: typeKey(kind, alias, around),
    [`${prefix}plugin.version`]: versionKey(kind, alias, around),
  };
  if (!canBeLoaded(kind, alias, around)) return own;
  const name = classOfAlias(kind, alias, around);
  const plugin = await kind.load(around.plugins, name, choiceOfAlias(kind, alias, around));
  const definition = definitionFor(plugin, propertiesUnder(prefix, around.config as ConnectorConfig));
  const options = kind === transformationKind ? { ...definition, ...conditionKeys } : definition;
  return { ...own, ...embedDefinition(options, { prefix, group, firstOrder: 2 }) };
}

function canBeLoaded(kind: ChainKind, alias: string, around: Around): boolean {
  return (
    defaultOfAlias(kind, alias, around) !== undefined &&
    problemOfAliasVersion(kind, alias, around) === null &&
    reasonAliasIsBroken(kind, alias, around) === null
  );
}

function typeKey(kind: ChainKind, alias: string, around: Around): ConfigDefinition[string] {
  const noun = kind.interfaceName.toLowerCase();
  const installed = around.plugins.classNames([kind.type]);
  return pluginClass({
    doc: `Class of the ${noun} \`${alias}\`.`,
    importance: 'high',
    group: `${kind.group}: ${alias}`,
    orderInGroup: 0,
    width: 'long',
    displayName: `${kind.interfaceName} type for ${alias}`,
    validator: typeValidator(kind, alias, around),
    recommender: { recommend: () => installed },
  });
}

function versionKey(kind: ChainKind, alias: string, around: Around): ConfigDefinition[string] {
  const versions = around.plugins.versions(classOfAlias(kind, alias, around), [kind.type]);
  const key = string({
    doc: `Version, or range of versions, of the ${kind.interfaceName.toLowerCase()} \`${alias}\`.`,
    importance: 'high',
    default: null,
    group: `${kind.group}: ${alias}`,
    orderInGroup: 1,
    width: 'long',
    displayName: `${kind.interfaceName} version for ${alias}`,
    validator: { describe: () => '', check: () => problemOfAliasVersion(kind, alias, around) },
    recommender: { recommend: () => versions },
  });
  return { ...key, defaultValue: defaultOfAlias(kind, alias, around)?.version ?? null };
}

function typeValidator(kind: ChainKind, alias: string, around: Around): Validator<string> {
  const { config, plugins } = around;
  const prefix = `${kind.key}.${alias}.`;
  return {
    describe: () => `valid configs for ${alias} ${kind.interfaceName.toLowerCase()}`,
    check({ value }) {
      if (Object.hasOwn(config, `${prefix}negate`) && !Object.hasOwn(config, `${prefix}predicate`)) {
        return (
          `Config '${prefix}negate' was provided but there is no config '${prefix}predicate' ` +
          'defining a predicate to be negated.'
        );
      }
      if (value === null) return null;
      const className = value as string;
      const nested = nestedClasses(plugins, className);
      if (nested.length > 0) {
        return `This class is abstract and cannot be created. Did you mean ${nested.join(', ')}?`;
      }
      const broken = reasonAliasIsBroken(kind, alias, around);
      if (broken !== null) return broken;
      if (plugins.find(className, [kind.type]) === undefined) {
        return `Class class ${className} does not implement the ${kind.interfaceName} interface`;
      }
      return problemOfAliasVersion(kind, alias, around);
    },
  };
}
