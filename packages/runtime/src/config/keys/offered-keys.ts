import type { ConfigDefinition, ConfigKey, ParsedValues } from '@sluice/connect-api';
import type { PluginInfo } from '../../plugins/plugin-info.ts';
import type { ConnectorPlugin } from '../../plugins/plugin-registry.ts';
import { converterKey, converterOf, converterRoles, type ConverterRole } from '../converter-choice.ts';
import { problemOfRange, problemOfVersion } from '../versions/version-problem.ts';
import { connectorKeys } from './connector-keys.ts';
import type { Offer } from './offer.ts';
import { sinkKeys } from './sink-keys.ts';
import { sourceKeys } from './source-keys.ts';

/** The keys of the framework for connectors of a kind, as they are declared. */
export function frameworkKeys({ kind }: Pick<ConnectorPlugin, 'kind'>): ConfigDefinition {
  return { ...connectorKeys, ...(kind === 'sink' ? sinkKeys : sourceKeys) };
}

/**
 * The keys of every connector where the version asked for is not installed: which others there are, and what their
 * values may be, only the missing version knows.
 */
export function keysWithoutVersion(plugin: ConnectorPlugin, offer: Offer): ConfigDefinition {
  const ofConverters = converterRoles.map((role) => converterVersionKey(role, undefined, offer));
  return Object.assign(
    {},
    connectorKeys,
    connectorVersionKey(plugin, offer),
    ...ofConverters,
  ) as ConfigDefinition;
}

/** The same as a worker offers them to a configuration: with its own converters as defaults, and what is installed. */
export function offeredKeys(plugin: ConnectorPlugin, offer: Offer): ConfigDefinition {
  return {
    ...frameworkKeys(plugin),
    ...connectorVersionKey(plugin, offer),
    ...converterKeys('key', offer),
    ...converterKeys('value', offer),
    ...converterKeys('header', offer),
  };
}

/** The key of the version of a connector, with the one that is installed. */
export function connectorVersionKey(
  plugin: ConnectorPlugin,
  { plugins }: Pick<Offer, 'plugins'>,
): ConfigDefinition {
  const name = 'connector.plugin.version';
  const connector = plugins.find(plugin.className, [plugin.kind]);
  return {
    [name]: versionKey(connectorKeys[name], connector, { isChosen: true, shownWith: 'connector.class' }),
  };
}

function converterKeys(role: ConverterRole, offer: Offer): ConfigDefinition {
  const key = `${role}.converter` as const;
  return {
    [key]: converterKey(role, connectorKeys[key], offer),
    ...converterVersionKey(role, converterOf(role, offer), offer),
  };
}

function converterVersionKey(
  role: ConverterRole,
  converter: PluginInfo | undefined,
  { config }: Offer,
): ConfigDefinition {
  const key = `${role}.converter` as const;
  const name = `${key}.plugin.version` as const;
  const isChosen = (config[key] ?? null) !== null;
  return { [name]: versionKey(connectorKeys[name], converter, { isChosen, shownWith: key }) };
}

interface VersionOf {
  /** Whether the configuration names the plugin itself; else the version means nothing. */
  readonly isChosen: boolean;
  /** The key that names the plugin. */
  readonly shownWith: string;
}

function versionKey(
  key: ConfigKey<string | null>,
  plugin: PluginInfo | undefined,
  { isChosen, shownWith }: VersionOf,
): ConfigKey<string | null> {
  const isNamed = (values: ParsedValues): boolean => (values[shownWith] ?? null) !== null;
  return {
    ...key,
    defaultValue: plugin?.version ?? null,
    validator: {
      describe: () => '',
      check: ({ value }) => {
        if (value === null) return null;
        const wanted = value as string;
        return isChosen && plugin !== undefined ? problemOfVersion(plugin, wanted) : problemOfRange(wanted);
      },
    },
    recommender: {
      recommend: (_key, values) => (plugin === undefined || !isNamed(values) ? [] : [plugin.version]),
      visible: (_key, values) => isNamed(values),
    },
  };
}
