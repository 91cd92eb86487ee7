import { describe, expect, it } from 'vitest';
import { parseDistributedConfig } from './distributed-config.ts';

const least = {
  'bootstrap.servers': 'localhost:9092',
  'group.id': 'g',
  'config.storage.topic': 'c',
  'offset.storage.topic': 'o',
  'status.storage.topic': 's',
  'key.converter': 'k',
  'value.converter': 'v',
};

describe('the configuration of a worker of a cluster', () => {
  it('says how it takes part, with what Connect has by default', () => {
    expect(parseDistributedConfig(least).settings).toEqual({
      groupId: 'g',
      mode: 'sessioned',
      sessionTimeoutMs: 10_000,
      heartbeatIntervalMs: 3000,
      rebalanceTimeoutMs: 60_000,
      maxDelayMs: 300_000,
      syncTimeoutMs: 3000,
      unsyncBackoffMs: 300_000,
      keys: { algorithm: 'HmacSHA256', bits: null, ttlMs: 3_600_000 },
      signatureAlgorithm: 'HmacSHA256',
      verificationAlgorithms: ['HmacSHA256'],
      isExactlyOnce: false,
    });
    const more = { 'connect.protocol': 'EAGER', 'exactly.once.source.support': 'Enabled' };
    expect(parseDistributedConfig({ ...least, ...more }).settings).toMatchObject({
      mode: 'eager',
      isExactlyOnce: true,
    });
  });

  it.each([
    [{ 'group.id': undefined }, 'group.id'],
    [{ 'heartbeat.interval.ms': '10000' }, 'must be lower than session.timeout.ms'],
    [{ 'connect.protocol': 'x' }, 'Invalid Connect protocol compatibility'],
    [
      { 'inter.worker.signature.algorithm': 'HmacSHA512' },
      'Signature algorithm must be present in inter.worker.verification.algorithms list',
    ],
  ])('is refused with %j', (wrong, message) => {
    const properties = Object.fromEntries(
      Object.entries({ ...least, ...wrong }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    );
    expect(() => parseDistributedConfig(properties)).toThrow(message);
  });
});
