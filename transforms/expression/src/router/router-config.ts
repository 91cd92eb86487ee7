import {
  defineConfig,
  formatInvalidConfigValue,
  type ConfigDefinition,
  type ConfigIssue,
  type ConfigOf,
  type ConfigProperties,
} from '@sluice/connect-api';
import { maxSteps, optionalExpression } from '../record/expression-keys.ts';
import { expressionsUnder, keysUnder, type PrefixedExpression } from '../record/prefixed-expressions.ts';

/** The part in front of the keys of headers that are set. */
const headersPrefix = 'headers.';

export const routerConfig = defineConfig({
  topic: optionalExpression({
    doc: "The topic of a record: `value.amount > 100 ? topic + '.large' : topic`. Where it is null the topic stays.",
    importance: 'high',
    kind: 'string',
  }),
  partition: optionalExpression({
    doc: 'The partition of a record. Null leaves it to Kafka; the partition of a record from Kafka then stays.',
    importance: 'medium',
    kind: 'int',
  }),
  timestamp: optionalExpression({
    doc: 'The timestamp of a record: `timestamp(value.created_at)`. Null leaves the record without one.',
    importance: 'medium',
    kind: 'timestamp',
  }),
  'max.steps': maxSteps,
});

export type RouterConfig = ConfigOf<typeof routerConfig>;

/** The keys of the headers that are set, as a configuration names them. */
export function headerKeys(properties: ConfigProperties): ConfigDefinition {
  return keysUnder(headersPrefix, properties, (name) => ({
    doc: `The header \`${name}\`, in the place of all that have this key; null removes them.`,
    importance: 'medium',
  }));
}

/** The headers that a configuration sets. */
export function configuredHeaders(config: RouterConfig): readonly PrefixedExpression[] {
  return expressionsUnder(headersPrefix, config);
}

/** What is wrong although each option is good by itself. */
export function routerIssues(config: RouterConfig): readonly ConfigIssue[] {
  const headers = configuredHeaders(config);
  if (headers.some(({ name }) => name === '')) {
    return [
      {
        key: headersPrefix,
        message: `Invalid configuration ${headersPrefix}: The key of a header is not empty`,
      },
    ];
  }
  const isSet =
    config.topic !== null || config.partition !== null || config.timestamp !== null || headers.length > 0;
  if (isSet) return [];
  const reason = 'Nothing is changed: set it, or partition, timestamp or headers.<key>';
  return [{ key: 'topic', message: formatInvalidConfigValue({ key: 'topic', value: null, reason }) }];
}
