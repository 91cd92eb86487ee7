import { describe, expect, it } from 'vitest';
import { refuseOverrides } from './refuse-overrides.ts';

const key = 'connector.client.config.override.policy';

describe('overrides of clients that are about to be made', () => {
  it('may be all that the policy of the worker allows', () => {
    const connector = { 'consumer.override.fetch.min.bytes': '1' };
    expect(() => refuseOverrides('sink', connector, {})).not.toThrow();
    const worker = {
      [key]: 'Allowlist',
      'connector.client.config.override.allowlist': 'fetch.min.bytes',
    };
    expect(() => refuseOverrides('sink', connector, worker)).not.toThrow();
  });

  it('are refused by name where it does not, values left out', () => {
    const connector = {
      'producer.override.linger.ms': '1',
      'consumer.override.fetch.min.bytes': '4711',
      'consumer.override.sasl.jaas.config': 'secret',
      'admin.override.x': '1',
    };
    const refused = (kind: 'source' | 'sink', more = {}) => {
      try {
        refuseOverrides(kind, { ...connector, ...more }, { [key]: 'None' });
        return null;
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refused('sink')).toBe(
      'Client Config Overrides not allowed [consumer.override.fetch.min.bytes, consumer.override.sasl.jaas.config]: ' +
        'the policy of this worker is None',
    );
    // Of clients that it does not work with nothing is asked.
    expect(refused('source')).toContain('not allowed [producer.override.linger.ms]');
    expect(refused('sink', { 'errors.deadletterqueue.topic.name': 'd' })).toContain('admin.override.x');
  });
});
