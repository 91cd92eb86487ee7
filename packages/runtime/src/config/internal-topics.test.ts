import { describe, expect, it } from 'vitest';
import { connectorOffsetsTopic, internalTopicOf } from './internal-topics.ts';

const worker = {
  'offset.storage.topic': 'offsets',
  'offset.storage.partitions': '5',
  'offset.storage.replication.factor': '1',
  'offset.storage.segment.bytes': '1048576',
  'offset.storage.cleanup.policy': 'delete',
  'status.storage.topic': 'statuses',
  'config.storage.topic': 'configs',
  'config.storage.partitions': '7',
};

describe('the topic of a distributed worker', () => {
  it('for offsets has its own name, size and further settings, but for the cleanup policy', () => {
    expect(internalTopicOf(worker, 'offsets')).toEqual({
      name: 'offsets',
      partitions: 5,
      replicationFactor: 1,
      configs: { 'segment.bytes': '1048576' },
      property: 'offset.storage.topic',
      purpose: 'source connector offsets',
    });
  });

  it.each([
    ['statuses', { partitions: 5, replicationFactor: 3, configs: {} }],
    ['configs', { partitions: 1, replicationFactor: 3, configs: {} }],
  ] as const)('for %s has the size that Connect gives it', (store, expected) => {
    expect(internalTopicOf(worker, store)).toMatchObject(expected);
  });

  it.each([
    ['offsets', 'Offset storage topic must be specified'],
    ['statuses', 'Must specify topic for connector status.'],
    ['configs', 'Must specify topic for connector configuration.'],
  ] as const)('for %s needs a name', (store, message) => {
    expect(() => internalTopicOf({}, store)).toThrow(message);
  });

  it('is the model of the offsets topic of a connector', () => {
    expect(connectorOffsetsTopic(worker, 'mine')).toEqual({
      ...internalTopicOf(worker, 'offsets'),
      name: 'mine',
      property: 'offsets.storage.topic',
    });
  });
});
