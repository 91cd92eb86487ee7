import {
  ConfigError,
  ConnectError,
  isConnectError,
  parseConfig,
  type ConfigDefinition,
  type ConfigOf,
  type PredicatePlugin,
  type TransformationPlugin,
} from '@sluice/connect-api';
import { chainKeys } from '../config/chain/chain-keys.ts';
import { aliasesOf, predicateKind, transformationKind, type ChainKind } from '../config/chain/chain-kind.ts';
import { definitionFor } from '../config/chain/definition-for.ts';
import {
  choiceOfAlias,
  classOfAlias,
  problemOfAliasVersion,
  type Around,
} from '../config/chain/plugin-version.ts';
import { propertiesUnder } from '../config/client-properties.ts';
import { connectorKeys } from '../config/keys/connector-keys.ts';
import { resolveClass } from '../config/resolve-class.ts';
import type { ConnectorConfig } from '../herder/herder.ts';
import { TransformChain, type ChainLink, type Condition } from '../pipeline/transform-chain.ts';
import type { PluginRegistry } from '../plugins/plugin-registry.ts';

/**
 * Makes the transformations of a task, each with a predicate of its own where it names one.
 * @throws ConfigError when a class is not known or an option is wrong, ConnectError when options do not fit together.
 */
export async function buildTransforms(
  config: ConnectorConfig,
  plugins: PluginRegistry,
  near: string | null = null,
): Promise<TransformChain> {
  const around: ChainSources = { config, plugins, near };
  const { transforms, predicates } = connectorKeys;
  parseConfig({ transforms, predicates }, config);
  for (const kind of [transformationKind, predicateKind]) {
    for (const alias of aliasesOf(config, kind)) refuseClass(kind, alias, around);
  }
  parseConfig(await chainKeys(around), config, { resolveClass: resolveClass(plugins) });
  const links: ChainLink[] = [];
  for (const alias of aliasesOf(config, transformationKind)) {
    links.push(await buildLink(alias, around));
  }
  return new TransformChain(links);
}

/** @throws ConfigError when an alias has no class, or not in the version that is asked for. */
function refuseClass(kind: ChainKind, alias: string, around: Around): void {
  const key = `${kind.key}.${alias}.type`;
  if ((around.config[key] ?? null) === null) {
    throw new ConfigError(`Invalid value null for configuration ${key}: Not a ${kind.interfaceName}`, {
      key,
    });
  }
  const problem = problemOfAliasVersion(kind, alias, around);
  if (problem !== null) throw new ConfigError(problem, { key, javaClassName: versionNotThere });
}

const versionNotThere = 'org.apache.kafka.connect.runtime.isolation.VersionedPluginLoadingException';

/** A configuration that is stored, so that it holds no nulls. */
interface ChainSources extends Around {
  readonly config: ConnectorConfig;
}

async function buildLink(alias: string, around: ChainSources): Promise<ChainLink> {
  const { config, plugins } = around;
  const { predicate: predicateAlias, negate, ...options } = propertiesUnder(`transforms.${alias}.`, config);
  const plugin = await plugins.transformation(
    classOfAlias(transformationKind, alias, around),
    choiceOfAlias(transformationKind, alias, around),
  );
  const transformation = made(() => plugin.createTransformation(parsed(plugin, options)));
  const condition =
    predicateAlias === undefined ? null : await buildCondition(predicateAlias.trim(), { ...around, negate });
  const { className, version } = plugin;
  return { className, transformation, condition, origin: { alias, className, version } };
}

interface ConditionSources extends ChainSources {
  readonly negate: string | undefined;
}

async function buildCondition(alias: string, { negate, ...around }: ConditionSources): Promise<Condition> {
  const { config, plugins } = around;
  if (!aliasesOf(config, predicateKind).includes(alias)) throw unknownPredicate(alias);
  const options = propertiesUnder(`predicates.${alias}.`, config);
  const plugin = await plugins.predicate(
    classOfAlias(predicateKind, alias, around),
    choiceOfAlias(predicateKind, alias, around),
  );
  const predicate = made(() => plugin.createPredicate(parsed(plugin, options)));
  const { className, version } = plugin;
  const origin = { alias, className, version };
  return { predicate, origin, negate: negate?.trim().toLowerCase() === 'true' };
}

function parsed(
  plugin: TransformationPlugin | PredicatePlugin,
  options: ConnectorConfig,
): ConfigOf<ConfigDefinition> {
  return parseConfig(definitionFor(plugin, options), options);
}

/** What is refused only now is named with its class, as Java does. */
function made<T>(create: () => T): T {
  try {
    return create();
  } catch (error) {
    if (!isConnectError(error)) throw error;
    throw new ConnectError(`${error.javaClassName}: ${error.message}`, { cause: error });
  }
}

/** Validation says it better; this is what Java says of a connector that was not validated. */
function unknownPredicate(alias: string): ConnectError {
  const key = `predicates.${alias}.plugin.version`;
  const reason = `org.apache.kafka.common.config.ConfigException: Unknown configuration '${key}'`;
  return new ConnectError(`org.apache.kafka.connect.errors.ConnectException: ${reason}`, {
    cause: new ConnectError(reason),
  });
}
