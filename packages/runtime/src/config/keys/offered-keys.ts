import type { ConfigDefinition, ConfigKey, ParsedValues } from '@sluice/connect-api';
import { problemOfRange } from '../../plugins/plugin-errors.ts';
import type { ConnectorPlugin } from '../../plugins/plugin-registry.ts';
import {
  converterKey,
  converterOf,
  converterRoles,
  converterVersions,
  problemOfConverterVersion,
  type ConverterRole,
} from '../converter-choice.ts';
import { problemOfVersion } from '../versions/version-problem.ts';
import { connectorKeys } from './connector-keys.ts';
import type { Offer } from './offer.ts';
import { sinkKeys } from './sink-keys.ts';
import { sourceKeys } from './source-keys.ts';

/** The keys of the framework for connectors of a kind, as they are declared. */
export function frameworkKeys({ kind }: Pick<ConnectorPlugin, 'kind'>): ConfigDefinition {
  return { ...connectorKeys, ...(kind === 'sink' ? sinkKeys : sourceKeys) };
}

/** What is known of a connector before its code is loaded. */
export interface NamedConnector {
  /** Its class name or an alias. */
  readonly name: string;
}

/**
 * The keys of every connector where the version asked for is not installed: which others there are, and what their
 * values may be, only the missing version knows.
 */
export function keysWithoutVersion(connector: NamedConnector, { plugins }: Offer): ConfigDefinition {
  const ofConverters = converterRoles.map((role) => {
    const name = `${role}.converter.plugin.version` as const;
    const facts = { preset: null, versions: [], shownWith: `${role}.converter`, problemOf: problemOfRange };
    return { [name]: versionKey(connectorKeys[name], facts) };
  });
  return Object.assign(
    {},
    connectorKeys,
    connectorVersionKey(connector, { plugins }),
    ...ofConverters,
  ) as ConfigDefinition;
}

/** The same as a worker offers them to a configuration: with its own converters as defaults, and what is installed. */
export function offeredKeys(plugin: ConnectorPlugin, offer: Offer): ConfigDefinition {
  return {
    ...frameworkKeys(plugin),
    ...connectorVersionKey({ name: plugin.className }, offer),
    ...converterKeys('key', offer),
    ...converterKeys('value', offer),
    ...converterKeys('header', offer),
  };
}

/** The key of the version of a connector, with those that are installed. */
export function connectorVersionKey(
  { name }: NamedConnector,
  { plugins }: Pick<Offer, 'plugins'>,
): ConfigDefinition {
  const key = 'connector.plugin.version';
  const connector = { name, types: ['source', 'sink'] as const };
  const facts = {
    preset: plugins.find(name, connector.types)?.version ?? null,
    versions: plugins.versions(name, connector.types),
    shownWith: 'connector.class',
    problemOf: (wanted: string) => problemOfVersion(plugins, connector, wanted),
  };
  return { [key]: versionKey(connectorKeys[key], facts) };
}

function converterKeys(role: ConverterRole, offer: Offer): ConfigDefinition {
  const key = `${role}.converter` as const;
  const name = `${key}.plugin.version` as const;
  const facts = {
    preset: converterOf(role, offer)?.version ?? null,
    versions: converterVersions(role, offer),
    shownWith: key,
    problemOf: (wanted: string) => problemOfConverterVersion(role, offer, wanted),
  };
  return {
    [key]: converterKey(role, connectorKeys[key], offer),
    [name]: versionKey(connectorKeys[name], facts),
  };
}

interface VersionFacts {
  /** The version that is used by default. */
  readonly preset: string | null;
  /** Those that are installed. */
  readonly versions: readonly string[];
  /** The key that names the plugin. */
  readonly shownWith: string;
  readonly problemOf: (wanted: string) => string | null;
}

function versionKey(
  key: ConfigKey<string | null>,
  { preset, versions, shownWith, problemOf }: VersionFacts,
): ConfigKey<string | null> {
  const isNamed = (values: ParsedValues): boolean => (values[shownWith] ?? null) !== null;
  return {
    ...key,
    defaultValue: preset,
    validator: {
      describe: () => '',
      check: ({ value }) => (value === null ? null : problemOf(value as string)),
    },
    recommender: {
      recommend: (_key, values) => (isNamed(values) ? versions : []),
      visible: (_key, values) => isNamed(values),
    },
  };
}
