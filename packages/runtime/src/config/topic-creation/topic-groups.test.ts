import { describe, expect, it } from 'vitest';
import { topicGroupsOf } from './topic-groups.ts';

const defaults = {
  'topic.creation.default.partitions': '3',
  'topic.creation.default.replication.factor': '-1',
  'topic.creation.default.cleanup.policy': 'compact',
};

const config = {
  ...defaults,
  'topic.creation.groups': 'big, default, small',
  'topic.creation.big.include': 'orders.*, all',
  'topic.creation.big.exclude': 'orders-test, .*-copy',
  'topic.creation.big.partitions': '12',
  'topic.creation.big.retention.ms': '1000',
  'topic.creation.small.include': '.*-test',
  'topic.creation.small.replication.factor': '2',
};

const groupOf = (topic: string, settings: Readonly<Record<string, string>> = config): string | undefined =>
  topicGroupsOf(settings, {})?.find((group) => group.has(topic))?.name;

describe('the groups of topics that a source creates', () => {
  it.each([
    ['orders', 'big'],
    ['orders-2', 'big'],
    ['all', 'big'],
    ['allover', 'default'],
    ['my-orders', 'default'],
    ['orders-copy', 'default'],
    ['orders-test', 'small'],
    ['other-test', 'small'],
    ['', 'default'],
  ])('has %s in %s: the first whose include matches the whole name, and exclude does not', (topic, name) => {
    expect(groupOf(topic)).toBe(name);
  });

  it.each([
    ['orders', { partitions: 12, replicationFactor: -1, configs: { 'retention.ms': '1000' } }],
    ['x-test', { partitions: 3, replicationFactor: 2, configs: {} }],
    ['x', { partitions: 3, replicationFactor: -1, configs: { 'cleanup.policy': 'compact' } }],
  ])('has %s made with its own settings, of the default group only the sizes', (topic, expected) => {
    const group = topicGroupsOf(config, {})?.find((one) => one.has(topic));
    expect(group?.topic(topic)).toEqual({ name: topic, ...expected });
  });

  it('is only the default one when none is listed', () => {
    expect(topicGroupsOf(defaults, {})?.map(({ name }) => name)).toEqual(['default']);
  });

  it('is none when the connector says nothing, or the worker creates no topics', () => {
    expect(topicGroupsOf({ topic: 't' }, {})).toBeNull();
    expect(topicGroupsOf(config, { 'topic.creation.enable': 'false' })).toBeNull();
  });

  it('cannot be made without the sizes of the default group', () => {
    expect(() => topicGroupsOf({ 'topic.creation.default.replication.factor': '1' }, {})).toThrow(
      'Missing required configuration "topic.creation.default.partitions" which has no default value.',
    );
  });
});
