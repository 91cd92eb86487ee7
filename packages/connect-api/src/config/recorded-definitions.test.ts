import { describe, expect, it } from 'vitest';
import { ConfigError } from '../errors/config-error.ts';
import { embedDefinition, groupsOf } from './compose-definitions.ts';
import { defineConfig, type ConfigDefinition } from './config-definition.ts';
import { describeKey, describeValue } from './config-infos.ts';
import type { ConfigKey } from './config-key.ts';
import {
  recordedDefinitions,
  type RecordedDefinition,
  type RecordedKey,
  type RecordedRun,
} from './fixtures/recorded.ts';
import { makeValidator } from './fixtures/recorded-validator.ts';
import { parseConfig } from './parse-config.ts';
import type { Recommender } from './recommender.ts';
import { validateConfig } from './validate-config.ts';
import { parseConfigValue } from './values/parse-value.ts';
import { formatConfigValue } from './values/value-text.ts';

function resolveClass(name: string): string | null {
  return name.startsWith('java.lang.') ? name : null;
}

function recommender({ recommend, recommendFails, visibleWith }: RecordedKey): Recommender | null {
  if (recommend === undefined) return null;
  return {
    recommend: () => {
      if (recommendFails !== undefined) throw new ConfigError(recommendFails);
      return recommend;
    },
    visible: (_, values) => visibleWith === undefined || values[visibleWith] !== null,
  };
}

function makeKey(recorded: RecordedKey): ConfigKey {
  const { name: key, type, default: text } = recorded;
  return {
    type,
    doc: recorded.doc ?? '',
    importance: recorded.importance ?? 'high',
    hasDefault: text !== undefined,
    defaultValue: typeof text === 'string' ? parseConfigValue({ key, type, text }) : null,
    validator: recorded.validator === undefined ? null : makeValidator(recorded.validator),
    group: recorded.group ?? null,
    orderInGroup: recorded.order ?? -1,
    width: recorded.width ?? 'none',
    displayName: recorded.display ?? null,
    dependents: recorded.dependents ?? [],
    recommender: recommender(recorded),
  };
}

function makeDefinition({ keys, embed }: RecordedDefinition): ConfigDefinition {
  const definition = defineConfig(Object.fromEntries(keys.map((key) => [key.name, makeKey(key)])));
  if (embed === undefined) return definition;
  return embedDefinition(definition, { prefix: embed.prefix, group: embed.group, firstOrder: embed.start });
}

function strictly(
  definition: ConfigDefinition,
  props: RecordedRun['props'],
): Pick<RecordedRun, 'parsed' | 'error'> {
  try {
    const values = Object.entries(parseConfig(definition, props, { resolveClass }));
    const texts = values.map(([name, value]) => [
      name,
      formatConfigValue(definition[name]?.type ?? 'STRING', value),
    ]);
    return { parsed: Object.fromEntries(texts) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

const good = recordedDefinitions.filter(({ runs }) => runs !== undefined);
const bad = recordedDefinitions.filter(({ definitionError }) => definitionError !== undefined);
const runs = good.flatMap((recorded) =>
  (recorded.runs ?? []).map((run) => ({ recorded, run, title: recorded.title })),
);
const withoutNull = runs.filter(({ run }) => !Object.values(run.props).includes(null));

describe('a definition behaves as in Kafka', () => {
  it.each(good)('describing its keys: $title', (recorded) => {
    const definition = makeDefinition(recorded);
    const described = Object.entries(definition).map(([name, key]) => describeKey(name, key));
    expect(described).toEqual(recorded.described);
    expect(groupsOf(definition)).toEqual(recorded.groups);
  });

  it.each(bad)('refusing to be made: $title', (recorded) => {
    expect(() => makeDefinition(recorded)).toThrow(
      expect.objectContaining({ message: recorded.definitionError, code: 'CONFIG_VALUE_INVALID' }),
    );
  });

  it.each(withoutNull)(
    'parsed strictly: $title, $run.props',
    ({ recorded, run: { props, parsed, error } }) => {
      expect(strictly(makeDefinition(recorded), props)).toEqual(error === undefined ? { parsed } : { error });
    },
  );

  it.each(runs)('validated: $title, $run.props', ({ recorded, run: { props, validated } }) => {
    const definition = makeDefinition(recorded);
    const values = validateConfig(definition, props, { resolveClass });
    const infos = values.map((value) => describeValue(value, definition[value.name]?.type ?? null));
    const byName = new Map(infos.map((info) => [info.name, info]));
    expect(byName).toEqual(new Map(validated.map((info) => [info.name, info])));
    const defined = infos.map(({ name }) => name).filter((name) => name in definition);
    expect(defined).toEqual(Object.keys(definition));
  });
});
