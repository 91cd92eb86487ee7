import { configTypeNumbers, type ConfigKey } from './config-key.ts';
import { topicConfigKeys } from './topic-config-keys.ts';
import type { TopicConfig } from './topic-config.ts';

/** Where a value comes from, with the numbers of the protocol. */
const sources = { topic: 1, staticBroker: 4, default: 5 } as const;

export interface DescribedConfig {
  readonly name: string;
  readonly value: string;
  readonly readOnly: boolean;
  readonly configSource: number;
  readonly isSensitive: boolean;
  readonly configType: number;
  readonly documentation: string;
  /** All places where the value could come from, the one that counts first. */
  readonly synonyms: readonly { readonly name: string; readonly value: string; readonly source: number }[];
}

// Most topics have nothing set, and all of them are described when they are created.
let withoutOverrides: readonly DescribedConfig[] | null = null;

export function describeTopicConfig(config: TopicConfig): readonly DescribedConfig[] {
  if (Object.keys(config.overrides).length > 0) return describeKeys(config);
  return (withoutOverrides ??= describeKeys(config));
}

function describeKeys(config: TopicConfig): DescribedConfig[] {
  return topicConfigKeys.map((key) => {
    const override = config.overrides[key.name];
    const inherited =
      key.brokerName === undefined
        ? []
        : [{ name: key.brokerName, value: key.default, source: sources.default }];
    const own = override === undefined ? [] : [{ name: key.name, value: override, source: sources.topic }];
    return {
      ...describe(key, override ?? key.default),
      configSource: override === undefined ? sources.default : sources.topic,
      readOnly: false,
      synonyms: [...own, ...inherited],
    };
  });
}

/** What was decided when the broker started, and the defaults of topics under their names for the whole broker. */
export function describeBrokerConfig(keys: readonly ConfigKey[]): DescribedConfig[] {
  const started = keys.map((key) => ({
    ...describe(key, key.default),
    configSource: sources.staticBroker,
    synonyms: [{ name: key.name, value: key.default, source: sources.staticBroker }],
  }));
  const inherited = topicConfigKeys.flatMap((key) =>
    key.brokerName === undefined ? [] : [{ ...describe(key, key.default), name: key.brokerName }],
  );
  return [...started, ...inherited];
}

function describe({ name, type, doc }: ConfigKey, value: string): DescribedConfig {
  return {
    name,
    value,
    readOnly: true,
    configSource: sources.default,
    isSensitive: false,
    configType: configTypeNumbers[type],
    documentation: doc,
    synonyms: [],
  };
}
