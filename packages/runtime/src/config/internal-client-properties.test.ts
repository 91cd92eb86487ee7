import { describe, expect, it } from 'vitest';
import {
  internalAdminProperties,
  internalClientProperties,
  leaderProducerProperties,
} from './internal-client-properties.ts';

const worker = {
  'bootstrap.servers': 'k:9092',
  'group.id': 'g',
  'security.protocol': 'SSL',
  acks: '1',
  'producer.acks': '0',
  'isolation.level': 'read_uncommitted',
};

describe('the clients of an internal topic', () => {
  it('have the worker’s own settings, but for those that would lose or reorder records', () => {
    const { producer, consumer } = internalClientProperties(worker, 'offsets');
    expect(producer).toMatchObject({
      'security.protocol': 'SSL',
      'client.id': 'g-offsets',
      acks: 'all',
      'enable.idempotence': 'false',
      'max.in.flight.requests.per.connection': '1',
      'delivery.timeout.ms': '2147483647',
    });
    expect(consumer).toMatchObject({
      'client.id': 'g-offsets',
      'auto.offset.reset': 'earliest',
      'enable.auto.commit': 'false',
      'isolation.level': 'read_uncommitted',
    });
    expect(consumer).not.toHaveProperty(['group.id']);
  });

  it.each([
    ['statuses', { retries: '0' }],
    ['configs', { 'delivery.timeout.ms': '2147483647' }],
  ] as const)('give up on %s as their store wants it', (store, expected) => {
    expect(internalClientProperties(worker, store).producer).toMatchObject(expected);
  });

  it.each([
    ['disabled', 'offsets', 'read_uncommitted'],
    ['preparing', 'configs', 'read_uncommitted'],
    ['enabled', 'configs', 'read_committed'],
    ['ENABLED', 'offsets', 'read_committed'],
    ['enabled', 'statuses', 'read_uncommitted'],
  ] as const)('with exactly.once.source.support=%s read %s %s', (support, store, level) => {
    const { consumer } = internalClientProperties(
      { ...worker, 'exactly.once.source.support': support },
      store,
    );
    expect(consumer['isolation.level']).toBe(level);
  });

  it.each([
    [{ 'group.id': 'g' }, 'g-'],
    [{ 'group.id': 'g', 'client.id': 'w1' }, 'g-w1-'],
    [{}, 'connect-'],
  ])('are named after group and worker: %j', (names, base) => {
    expect(internalClientProperties(names, 'configs').consumer['client.id']).toBe(`${base}configs`);
    expect(internalAdminProperties(names)['client.id']).toBe(`${base}shared-admin`);
  });

  it('have the leader alone write configurations where sources may deliver exactly once', () => {
    const worker = { 'bootstrap.servers': 'k:1', 'group.id': 'g' };
    expect(leaderProducerProperties(worker)).toBeNull();
    for (const support of ['preparing', ' ENABLED']) {
      const properties = leaderProducerProperties({ ...worker, 'exactly.once.source.support': support });
      expect(properties).toMatchObject({
        'bootstrap.servers': 'k:1',
        'client.id': 'g-configs-leader',
        'transactional.id': 'connect-cluster-g',
        acks: 'all',
        'max.in.flight.requests.per.connection': '5',
      });
      expect(properties).not.toHaveProperty('group.id');
    }
  });
});
