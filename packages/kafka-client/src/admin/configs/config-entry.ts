import type { describeConfigsApi, ResponseOf } from '@sluice/kafka-protocol';
import { wireNames } from '../names/wire-names.ts';

/** Where the value of a setting comes from. */
export type ConfigSource =
  | 'DYNAMIC_TOPIC_CONFIG'
  | 'DYNAMIC_BROKER_CONFIG'
  | 'DYNAMIC_DEFAULT_BROKER_CONFIG'
  | 'STATIC_BROKER_CONFIG'
  | 'DEFAULT_CONFIG'
  | 'DYNAMIC_BROKER_LOGGER_CONFIG'
  | 'DYNAMIC_CLIENT_METRICS_CONFIG'
  | 'DYNAMIC_GROUP_CONFIG'
  | 'UNKNOWN';

export type ConfigType =
  'BOOLEAN' | 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'LIST' | 'CLASS' | 'PASSWORD' | 'UNKNOWN';

export interface ConfigSynonym {
  readonly name: string;
  /** `null` for secrets. */
  readonly value: string | null;
  readonly source: ConfigSource;
}

export interface ConfigEntry {
  readonly name: string;
  /** `null` for secrets, and where nothing is set. */
  readonly value: string | null;
  readonly source: ConfigSource;
  readonly type: ConfigType;
  readonly isReadOnly: boolean;
  /** Whether it is a secret, which brokers never tell. */
  readonly isSensitive: boolean;
  /** All that could give it its value, the one that does first; empty when not asked for. */
  readonly synonyms: readonly ConfigSynonym[];
  /** `null` when not asked for. */
  readonly documentation: string | null;
}

const sources = wireNames<Readonly<Record<Exclude<ConfigSource, 'UNKNOWN'>, number>>>({
  DYNAMIC_TOPIC_CONFIG: 1,
  DYNAMIC_BROKER_CONFIG: 2,
  DYNAMIC_DEFAULT_BROKER_CONFIG: 3,
  STATIC_BROKER_CONFIG: 4,
  DEFAULT_CONFIG: 5,
  DYNAMIC_BROKER_LOGGER_CONFIG: 6,
  DYNAMIC_CLIENT_METRICS_CONFIG: 7,
  DYNAMIC_GROUP_CONFIG: 8,
});

const types = wireNames<Readonly<Record<Exclude<ConfigType, 'UNKNOWN'>, number>>>({
  BOOLEAN: 1,
  STRING: 2,
  INT: 3,
  SHORT: 4,
  LONG: 5,
  DOUBLE: 6,
  LIST: 7,
  CLASS: 8,
  PASSWORD: 9,
});

type WireEntry = ResponseOf<typeof describeConfigsApi>['results'][number]['configs'][number];

export function configEntry(entry: WireEntry): ConfigEntry {
  const { name, value, isSensitive } = entry;
  return {
    name,
    value: isSensitive ? null : value,
    source: sources.nameOf(entry.configSource),
    type: types.nameOf(entry.configType),
    isReadOnly: entry.readOnly,
    isSensitive,
    synonyms: entry.synonyms.map((synonym) => ({
      name: synonym.name,
      value: isSensitive ? null : synonym.value,
      source: sources.nameOf(synonym.source),
    })),
    documentation: entry.documentation,
  };
}
