import { parseConfig } from '@sluice/connect-api';
import type { NewTopic } from '@sluice/kafka-client';
import type { ConnectorConfig } from '../../herder/herder.ts';
import { propertiesUnder } from '../client-properties.ts';
import { sourceKeys } from '../keys/source-keys.ts';
import { wholePattern } from '../whole-pattern.ts';
import { topicCreationKeys, usesTopicCreation } from './topic-creation-keys.ts';

const defaultGroup = 'default';
const ownKeys = new Set(['include', 'exclude', 'partitions', 'replication.factor']);

/** Topics that are created alike. */
export interface TopicGroup {
  readonly name: string;
  readonly has: (topic: string) => boolean;
  readonly topic: (name: string) => Required<Omit<NewTopic, 'assignments'>>;
}

/**
 * How a source wants its topics created (KIP-158): the first group that has a topic counts, the default group last.
 * `null` when it says nothing, or the worker creates no topics.
 * @throws ConfigError when settings are missing or wrong.
 */
export function topicGroupsOf(
  config: ConnectorConfig,
  worker: Readonly<Record<string, string>>,
): readonly TopicGroup[] | null {
  if (!usesTopicCreation(config, worker)) return null;
  const { 'topic.creation.groups': groups } = parseConfig(
    { 'topic.creation.groups': sourceKeys['topic.creation.groups'] },
    config,
  );
  const values: Readonly<Record<string, unknown>> = parseConfig(topicCreationKeys(config, worker), config);
  const listed = groups.filter((alias) => alias !== defaultGroup);
  return [...listed, defaultGroup].map((alias) => newGroup(alias, config, values));
}

function newGroup(
  name: string,
  config: ConnectorConfig,
  values: Readonly<Record<string, unknown>>,
): TopicGroup {
  const own = (key: string, alias = name): unknown => values[`topic.creation.${alias}.${key}`] ?? null;
  const sized = (key: string): number => (own(key) ?? own(key, defaultGroup)) as number;
  const size = { partitions: sized('partitions'), replicationFactor: sized('replication.factor') };
  const settings = Object.entries(propertiesUnder(`topic.creation.${name}.`, config));
  const configs = Object.fromEntries(settings.filter(([key]) => !ownKeys.has(key)));
  const include = anyOf(own('include'));
  const exclude = anyOf(own('exclude'));
  return {
    name,
    has: (topic) => name === defaultGroup || (include(topic) && !exclude(topic)),
    topic: (topic) => ({ name: topic, ...size, configs }),
  };
}

function anyOf(patterns: unknown): (topic: string) => boolean {
  const compiled = ((patterns ?? []) as readonly string[]).map(wholePattern);
  return (topic) => compiled.some((pattern) => pattern.test(topic));
}
