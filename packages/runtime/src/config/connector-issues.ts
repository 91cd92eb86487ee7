import type { ConfigDefinition, ConfigIssue, ConfigValue } from '@sluice/connect-api';
import type { SubmittedConfig } from '../herder/herder.ts';
import type { ConnectorPlugin } from '../plugins/plugin-registry.ts';
import { checkSinkTopics } from './sink-topics.ts';

/**
 * What is wrong with nulls. Keys of the connector may be null, which means the same as leaving them out; a Java
 * worker accepts the null of a required key, too, and the connector fails later.
 */
export function nullIssues(ownKeys: ConfigDefinition, config: SubmittedConfig): ConfigIssue[] {
  const nullKeys = Object.keys(config).filter((key) => config[key] === null);
  return nullKeys.flatMap((key) => {
    const own = ownKeys[key];
    if (own === undefined)
      return [{ key, message: 'Null value can not be supplied as the configuration value.' }];
    if (own.hasDefault) return [];
    return [{ key, message: `Missing required configuration "${key}" which has no default value.` }];
  });
}

/** What is wrong with what a sink reads. */
export function topicIssues({ kind }: ConnectorPlugin, values: readonly ConfigValue[]): ConfigIssue[] {
  if (kind === 'source') return [];
  const valueOf = (key: string): unknown => values.find(({ name }) => name === key)?.value ?? null;
  const topics = (valueOf('topics') as readonly string[] | null) ?? [];
  const regex = (valueOf('topics.regex') as string | null) ?? '';
  const deadLetters = (valueOf('errors.deadletterqueue.topic.name') as string | null) ?? '';
  return checkSinkTopics({ topics, regex }, deadLetters);
}
