import { readFileSync } from 'node:fs';
import { formatConfigValue, type ConfigDefinition } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { parseAdminSettings, parseConsumerSettings, parseProducerSettings } from '@sluice/kafka-client';
import { adminKeys } from './admin-keys.ts';
import { consumerKeys } from './consumer-keys.ts';
import { producerKeys } from './producer-keys.ts';

/** A setting as the client of Kafka 4.3.0 declares it. */
interface RecordedKey {
  readonly name: string;
  readonly type: string;
  /** Absent when the setting is required. */
  readonly default?: string | null;
  readonly importance: string;
}

const fixture = new URL(
  '../../../../kafka-client/src/settings/fixtures/client-configs.json',
  import.meta.url,
);
const recorded = JSON.parse(readFileSync(fixture, 'utf8')) as Record<string, readonly RecordedKey[]>;

type Parser = (properties: Readonly<Record<string, string>>) => { readonly ignoredKeys: readonly string[] };

const clients: readonly (readonly [client: string, keys: ConfigDefinition, parse: Parser])[] = [
  ['producer', producerKeys, parseProducerSettings],
  ['consumer', consumerKeys, parseConsumerSettings],
  ['admin', adminKeys, parseAdminSettings],
];

/** Settings that a client passes over without a word, as it could not do otherwise. */
const silent = /serializer$|^internal\./;

describe('the settings of a client that a connector may override', () => {
  it.each(clients)('are those of Kafka: %s', (client, keys) => {
    const expected = (recorded[client] ?? []).map(({ name, type, default: text, importance }) => [
      name,
      { type, default: text, importance },
    ]);
    const described = Object.entries(keys).map(([name, key]) => [
      name,
      {
        type: key.type,
        default: key.hasDefault ? formatConfigValue(key.type, key.defaultValue) : undefined,
        importance: key.importance.toUpperCase(),
      },
    ]);
    expect(Object.fromEntries(described)).toEqual(Object.fromEntries(expected));
  });

  it.each(clients)('say where they have no effect, and only there: %s', (_client, keys, parse) => {
    const given = Object.entries(keys).filter(([name, { defaultValue }]) => {
      return !silent.test(name) && defaultValue !== null && !name.startsWith('bootstrap.');
    });
    const properties = given.map(([name, key]) => [name, formatConfigValue(key.type, key.defaultValue)]);
    const { ignoredKeys } = parse({
      ...(Object.fromEntries(properties) as Record<string, string>),
      'bootstrap.servers': 'localhost:9092',
    });
    const idle = given.filter(([, { doc }]) => doc.includes('Without effect')).map(([name]) => name);
    expect(idle.toSorted()).toEqual([...ignoredKeys].toSorted());
  });
});
