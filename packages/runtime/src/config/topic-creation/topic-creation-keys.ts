import {
  embedDefinition,
  int,
  list,
  parseConfig,
  refusal,
  short,
  type ConfigDefinition,
  type Validator,
} from '@sluice/connect-api';
import type { SubmittedConfig } from '../../herder/herder.ts';
import { sourceKeys } from '../keys/source-keys.ts';
import { partitionCount, replicationFactor } from '../keys/topic-settings.ts';
import { wholePattern } from '../whole-pattern.ts';

const prefix = 'topic.creation.';
const defaultGroup = 'default';

const patterns: Validator<readonly string[]> = {
  describe: () => 'regular expressions',
  check: (checked) => {
    const problem = Array.isArray(checked.value) ? problemOfPatterns(checked.value as string[]) : null;
    return problem === null ? null : refusal(checked, `Syntax error in regular expression: ${problem}`);
  },
};

/** Topics that belong to no other group; every configuration of topic creation has to say how these are created. */
const defaultGroupKeys = {
  'replication.factor': short({
    doc: 'How many replicas topics get that belong to no group; -1 leaves it to the brokers.',
    importance: 'low',
    validator: replicationFactor,
    orderInGroup: 3,
    width: 'long',
  }),
  partitions: int({
    doc: 'How many partitions topics get that belong to no group; -1 leaves it to the brokers.',
    importance: 'low',
    validator: partitionCount,
    orderInGroup: 4,
    width: 'long',
  }),
} satisfies ConfigDefinition;

/** Settings that a group does not give are those of the default group. */
const groupKeys = {
  include: list({
    doc: 'Topics of the group, as regular expressions that a whole name must match.',
    importance: 'low',
    default: [],
    validator: patterns,
    orderInGroup: 1,
    width: 'long',
  }),
  exclude: list({
    doc: 'Topics that do not belong to the group though `include` has them.',
    importance: 'low',
    default: [],
    validator: patterns,
    orderInGroup: 2,
    width: 'long',
  }),
  'replication.factor': {
    ...defaultGroupKeys['replication.factor'],
    doc: 'How many replicas topics of the group get; -1 leaves it to the brokers.',
    hasDefault: true,
    validator: orDefault(replicationFactor),
  },
  partitions: {
    ...defaultGroupKeys.partitions,
    doc: 'How many partitions topics of the group get; -1 leaves it to the brokers.',
    hasDefault: true,
    validator: orDefault(partitionCount),
  },
} satisfies ConfigDefinition;

/**
 * The keys of the groups of topics that a source lists. A Java worker checks them when the connector starts; here
 * they are part of validation. None when nothing of it is configured, or the worker creates no topics.
 */
export function topicCreationKeys(
  config: SubmittedConfig,
  worker: Readonly<Record<string, string>>,
): ConfigDefinition {
  if (!usesTopicCreation(config, worker)) return {};
  const { 'topic.creation.groups': groups } = parseConfig(
    { 'topic.creation.groups': { ...sourceKeys['topic.creation.groups'], validator: null } },
    config,
  );
  const listed = [...new Set(groups)].filter((alias) => alias !== defaultGroup);
  return Object.assign(
    {},
    groupDefinition(defaultGroup, defaultGroupKeys),
    ...listed.map((alias) => groupDefinition(alias, groupKeys)),
  ) as ConfigDefinition;
}

/** Whether a source says how its topics are to be created, and the worker lets it. */
export function usesTopicCreation(
  config: SubmittedConfig,
  worker: Readonly<Record<string, string>>,
): boolean {
  const isEnabled = worker['topic.creation.enable']?.trim().toLowerCase() !== 'false';
  return isEnabled && Object.keys(config).some((key) => key.startsWith(prefix));
}

function groupDefinition(alias: string, keys: ConfigDefinition): ConfigDefinition {
  return embedDefinition(keys, {
    prefix: `${prefix}${alias}.`,
    group: `Topic Creation: ${alias}`,
    firstOrder: 0,
  });
}

function orDefault(validator: Validator<number>): Validator<number> {
  return {
    describe: (type) => validator.describe(type),
    check: (checked) => (checked.value === null ? null : validator.check(checked)),
  };
}

function problemOfPatterns(texts: readonly string[]): string | null {
  for (const text of texts) {
    try {
      wholePattern(text);
    } catch (error) {
      return (error as Error).message;
    }
  }
  return null;
}
