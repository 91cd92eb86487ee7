import { formatConfigValue, type ConfigDefinition, type ConfigKey } from '@sluice/connect-api';
import {
  connectorKeys,
  distributedKeys,
  sinkKeys,
  sourceKeys,
  standaloneKeys,
  workerKeys,
} from '@sluice/runtime';
import { describe, expect, it } from 'vitest';
import { stockRegistry } from '../transforms/stock-registry.ts';
import { readReferenceTables, type ReferenceKey } from './reference-tables.ts';

const tables = readReferenceTables();

const framework: Readonly<Record<string, ConfigDefinition>> = {
  Distributed: { ...workerKeys, ...distributedKeys },
  'org.apache.kafka.connect.runtime.standalone.StandaloneConfig': { ...workerKeys, ...standaloneKeys },
  'org.apache.kafka.connect.runtime.SourceConnectorConfig': { ...connectorKeys, ...sourceKeys },
  'org.apache.kafka.connect.runtime.SinkConnectorConfig': { ...connectorKeys, ...sinkKeys },
};

const ours: ReadonlySet<string> = new Set([
  'connector.client.config.override.allowlist',
  'errors.tolerance.max.per.minute',
]);
const deadLettersOfSources = /^errors\.deadletterqueue\./;

/** Keys that the definitions of Connect do not have: a policy has keys of its own there, others are Sluice's. */
function isOurs(name: string): boolean {
  return ours.has(name) || name.startsWith('sluice.');
}

function described(name: string, key: ConfigKey): ReferenceKey {
  return {
    name,
    type: key.type,
    default: defaultText(key),
    importance: key.importance.toUpperCase(),
  };
}

function defaultText({ type, hasDefault, defaultValue }: ConfigKey): string {
  if (!hasDefault) return 'REQUIRED';
  if (defaultValue === null) return 'null';
  if (Array.isArray(defaultValue)) return `[${defaultValue.join(', ')}]`;
  return (type === 'CLASS' ? 'class ' : '') + String(formatConfigValue(type, defaultValue));
}

const byName = (one: ReferenceKey, other: ReferenceKey): number => (one.name < other.name ? -1 : 1);
const sorted = (keys: readonly ReferenceKey[]): ReferenceKey[] => keys.toSorted(byName);

function keysOf(definition: ConfigDefinition): ReferenceKey[] {
  return Object.entries(definition).map(([name, key]) => described(name, key));
}

describe('the keys of the framework', () => {
  it.each(Object.entries(framework))('are those of Connect: %s', (name, definition) => {
    const isOfSource = name.endsWith('SourceConnectorConfig');
    const shared = keysOf(definition).filter(
      (key) => !isOurs(key.name) && !(isOfSource && deadLettersOfSources.test(key.name)),
    );
    expect(sorted(shared)).toEqual(sorted(tables.get(name) ?? []));
  });
});

const registry = stockRegistry();
const classes = [...tables.keys()].filter((name) => /\.(?:transforms|json)\./.test(name));
/** Those of nested classes are all the same. */
const installed = classes.map((name) => ({
  name: name.replace(/Config$/, ''),
  keys: tables.get(name) ?? [],
}));

describe('the keys of a plugin', () => {
  it.each(installed)('are among others those of Connect: $name', async ({ name, keys }) => {
    const plugin = await registry.load(`${name}$Value`).then((nested) => nested ?? registry.load(name));
    const definition = plugin?.config ?? {};
    const known = new Set(keys.map((key) => key.name));
    expect(sorted(keysOf(definition).filter((key) => known.has(key.name)))).toEqual(sorted(keys));
  });
});
