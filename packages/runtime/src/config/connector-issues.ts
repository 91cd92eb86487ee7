import type { ConfigIssue, ConfigValue } from '@sluice/connect-api';
import type { SubmittedConfig } from '../herder/herder.ts';
import type { ConnectorPlugin } from '../plugins/plugin-registry.ts';
import type { Offer } from './keys/offer.ts';
import { checkSinkTopics } from './sink-topics.ts';
import { problemOfRange, problemOfVersion } from './versions/version-problem.ts';

/** What is wrong with a version of the connector that can be understood, and is not installed. */
export function missingVersion(
  { className, kind }: ConnectorPlugin,
  { plugins, config }: Offer,
): string | null {
  const wanted = config['connector.plugin.version'] ?? null;
  const installed = plugins.find(className, [kind]);
  if (wanted === null || installed === undefined || problemOfRange(wanted) !== null) return null;
  return problemOfVersion(installed, wanted);
}

/**
 * What is wrong with nulls. Keys of the connector may be null, which means the same as leaving them out; a Java
 * worker accepts the null of a required key, too, and the connector fails later.
 */
export function nullIssues(plugin: ConnectorPlugin, config: SubmittedConfig): ConfigIssue[] {
  const nullKeys = Object.keys(config).filter((key) => config[key] === null);
  return nullKeys.flatMap((key) => {
    const own = plugin.config[key];
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
