import { describe, expect, it } from 'vitest';
import { overridePolicyOf } from './override-policy.ts';

const key = 'connector.client.config.override.policy';
const classOf = (alias: string): string =>
  `org.apache.kafka.connect.connector.policy.${alias}ConnectorClientConfigOverridePolicy`;
const asked = ['acks', 'sasl.mechanism', 'sasl.jaas.config', 'security.protocol', 'linger.ms'];

describe('a policy for overrides', () => {
  it.each([
    ['All', asked],
    ['None', []],
    ['Principal', ['sasl.mechanism', 'sasl.jaas.config', 'security.protocol']],
    ['Allowlist', ['acks', 'linger.ms']],
  ])('called %s allows %j', (alias, allowed) => {
    const list = { 'connector.client.config.override.allowlist': 'linger.ms , acks' };
    for (const name of [alias, ` ${alias} `, classOf(alias)]) {
      const policy = overridePolicyOf({ [key]: name, ...list });
      expect(policy.name).toBe(alias);
      expect(asked.filter((setting) => policy.allows(setting))).toEqual(allowed);
    }
  });

  it('is All when the worker names none, and allows nothing with an empty list', () => {
    expect(overridePolicyOf({}).name).toBe('All');
    expect(overridePolicyOf({ [key]: 'Allowlist' }).allows('acks')).toBe(false);
  });

  it.each(['none', 'Mine', 'org.example.MineConnectorClientConfigOverridePolicy', 'toString', ''])(
    'that nobody knows is refused: "%s"',
    (name) => {
      expect(() => overridePolicyOf({ [key]: name })).toThrow(
        expect.objectContaining({
          name: 'ConfigError',
          key,
          message: `Invalid value ${name} for configuration ${key}: there is no such policy; there are All, None, Principal, Allowlist`,
        }),
      );
    },
  );
});
