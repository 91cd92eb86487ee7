import { parseConfig } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { distributedKeys } from './distributed-keys.ts';

const required = {
  'group.id': 'c',
  'offset.storage.topic': 'o',
  'config.storage.topic': 'c',
  'status.storage.topic': 's',
};

describe('the keys of a distributed worker', () => {
  it('take what Connect takes', () => {
    const values = parseConfig(distributedKeys, {
      ...required,
      'connect.protocol': 'Eager',
      'exactly.once.source.support': 'ENABLED',
      'offset.storage.partitions': '-1',
      'inter.worker.verification.algorithms': 'hmacsha512,HmacSHA256',
    });
    expect(values).toMatchObject({ 'offset.storage.partitions': -1, 'request.timeout.ms': 40_000 });
  });

  it.each([
    ['connect.protocol', 'lazy', 'Invalid Connect protocol compatibility'],
    [
      'status.storage.partitions',
      '0',
      "Number of partitions must be positive, or -1 to use the broker's default",
    ],
    [
      'config.storage.replication.factor',
      '0',
      "Replication factor must be positive and not larger than the number of brokers in the Kafka cluster, or -1 to use the broker's default",
    ],
    [
      'inter.worker.signature.algorithm',
      'rot13',
      'the algorithm is not supported; the supported algorithms are: [HmacMD5, HmacSHA1, HmacSHA224, HmacSHA256, HmacSHA384, HmacSHA512]',
    ],
    ['scheduled.rebalance.max.delay.ms', '-1', 'Value must be at least 0'],
    ['sasl.login.refresh.window.factor', '0.4', 'Value must be at least 0.5'],
  ])('refuse %s=%s', (key, value, reason) => {
    expect(() => parseConfig(distributedKeys, { ...required, [key]: value })).toThrow(
      `Invalid value ${value} for configuration ${key}: ${reason}`,
    );
  });

  it.each(['', 'HmacSHA256,rot13'])('refuse to verify signatures by "%s"', (value) => {
    const config = { ...required, 'inter.worker.verification.algorithms': value };
    expect(() => parseConfig(distributedKeys, config)).toThrow('inter.worker.verification.algorithms');
  });
});
