import { describeKey, validateConfig } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import type { SubmittedConfig } from '../../herder/herder.ts';
import { topicCreationKeys } from './topic-creation-keys.ts';

const defaults = {
  'topic.creation.default.replication.factor': '1',
  'topic.creation.default.partitions': '-1',
};

function errorsOf(config: SubmittedConfig): Record<string, readonly string[]> {
  const values = validateConfig(topicCreationKeys(config, {}), config);
  const bad = values.filter(({ errors }) => errors.length > 0);
  return Object.fromEntries(bad.map(({ name, errors }) => [name, errors]));
}

describe('the keys of groups of topics', () => {
  it('are those of the default group and of each that is listed', () => {
    const config = { ...defaults, 'topic.creation.groups': 'g, default' };
    const described = Object.entries(topicCreationKeys(config, {})).map(([name, key]) =>
      describeKey(name, key),
    );
    expect(described.map(({ name, type, required, group }) => [name, type, required, group])).toEqual([
      ['topic.creation.default.replication.factor', 'SHORT', true, 'Topic Creation: default'],
      ['topic.creation.default.partitions', 'INT', true, 'Topic Creation: default'],
      ['topic.creation.g.include', 'LIST', false, 'Topic Creation: g'],
      ['topic.creation.g.exclude', 'LIST', false, 'Topic Creation: g'],
      ['topic.creation.g.replication.factor', 'SHORT', false, 'Topic Creation: g'],
      ['topic.creation.g.partitions', 'INT', false, 'Topic Creation: g'],
    ]);
    expect(errorsOf(config)).toEqual({});
  });

  it('are none without topic creation in the connector or the worker', () => {
    expect(topicCreationKeys({ topic: 't' }, {})).toEqual({});
    expect(topicCreationKeys(defaults, { 'topic.creation.enable': ' FALSE ' })).toEqual({});
  });

  it('have to say how topics of no group are created', () => {
    expect(errorsOf({ 'topic.creation.groups': 'g' })).toMatchObject({
      'topic.creation.default.replication.factor': [
        'Missing required configuration "topic.creation.default.replication.factor" which has no default value.',
        expect.any(String),
      ],
      'topic.creation.default.partitions': [
        'Missing required configuration "topic.creation.default.partitions" which has no default value.',
        expect.any(String),
      ],
    });
  });

  it.each([
    [
      'default.replication.factor',
      '0',
      "Invalid value 0 for configuration replication.factor: Replication factor must be positive and not larger than the number of brokers in the Kafka cluster, or -1 to use the broker's default",
    ],
    [
      'g.partitions',
      '-2',
      "Invalid value -2 for configuration partitions: Number of partitions must be positive, or -1 to use the broker's default",
    ],
    [
      'g.partitions',
      'x',
      'Invalid value x for configuration topic.creation.g.partitions: Not a number of type INT',
    ],
    [
      'g.include',
      'a,[x',
      expect.stringMatching(
        /^Invalid value \[a, \[x\] for configuration include: Syntax error in regular expression: /,
      ) as string,
    ],
  ])('are checked: %s=%s', (key, value, message) => {
    const config = { ...defaults, 'topic.creation.groups': 'g', [`topic.creation.${key}`]: value };
    expect(errorsOf(config)).toEqual({ [`topic.creation.${key}`]: [message] });
  });
});
