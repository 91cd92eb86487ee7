import { describe, expect, it } from 'vitest';
import { consumerProperties, producerProperties, propertiesUnder } from './client-properties.ts';

const source = {
  worker: {
    'bootstrap.servers': 'k:9092',
    'producer.linger.ms': '5',
    'producer.acks': '1',
    'consumer.max.poll.records': '10',
  },
  connector: { 'producer.override.acks': '0', 'consumer.override.group.id': 'mine' },
  id: { connector: 'c', task: 2 },
};

describe('the clients of a task', () => {
  it('have Connect’s own settings, the worker’s over them and the connector’s over those', () => {
    expect(producerProperties(source)).toEqual({
      'bootstrap.servers': 'k:9092',
      'max.block.ms': '9223372036854775807',
      'enable.idempotence': 'false',
      acks: '0',
      'max.in.flight.requests.per.connection': '1',
      'delivery.timeout.ms': '2147483647',
      'batch.size': '131072',
      'client.id': 'connector-producer-c-2',
      'linger.ms': '5',
    });
    expect(consumerProperties(source)).toEqual({
      'bootstrap.servers': 'k:9092',
      'group.id': 'mine',
      'client.id': 'connector-consumer-c-2',
      'enable.auto.commit': 'false',
      'auto.offset.reset': 'earliest',
      'max.poll.records': '10',
    });
  });

  it('read from the group connect-<name> unless told otherwise', () => {
    expect(consumerProperties({ ...source, connector: {} })['group.id']).toBe('connect-c');
  });
});

describe('a prefix', () => {
  it('picks what stands under it', () => {
    expect(propertiesUnder('a.', { 'a.b': '1', 'ab.c': '2', 'a.': '3' })).toEqual({ b: '1', '': '3' });
  });
});
