import { readFileSync } from 'node:fs';
import type { ConfigInfos, ConfigKeyInfo } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { stockPackage } from '../../testing/plugins/in-memory-packages.ts';
import type { SubmittedConfig } from '../herder/herder.ts';
import { PluginRegistry } from '../plugins/plugin-registry.ts';
import { ConnectorValidator } from './connector-validator.ts';

// Answers of a Java worker 4.3.0 whose converters are JsonConverter, without the keys that Sluice does not have yet.

interface RecordedValidation {
  readonly title: string;
  readonly config: SubmittedConfig;
  readonly name: string;
  readonly error_count: number;
  readonly groups: readonly string[];
  readonly values: readonly {
    readonly name: string;
    readonly defined: boolean;
    readonly value: string | null;
    readonly errors: readonly string[];
  }[];
}

type RecordedKey = Omit<ConfigKeyInfo, 'documentation'> & { readonly recommended_values: readonly string[] };

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'));
}

const recorded = fixture('recorded-validations') as RecordedValidation[];
const recordedKeys = fixture('recorded-definitions') as Record<'source' | 'sink', RecordedKey[]>;

const json = 'org.apache.kafka.connect.json.JsonConverter';
const worker = { 'key.converter': json, 'value.converter': json };
const validator = new ConnectorValidator(new PluginRegistry([stockPackage]), worker);

/** Where Sluice says something else on purpose, by title: the count and the errors. */
const deliberate: Readonly<Record<string, { count: number; errors: Readonly<Record<string, string[]>> }>> = {
  // Java accepts it, and the connector fails when it starts.
  'source with null topic': {
    count: 1,
    errors: { topic: ['Missing required configuration "topic" which has no default value.'] },
  },
  // The texts of the regular expression libraries differ.
  'sink with bad regex': {
    count: 1,
    errors: {
      'topics.regex': [
        expect.stringMatching(/^Invalid value \( for configuration topics\.regex: Invalid regex: /) as string,
      ],
    },
  },
  'sink with null regex': {
    count: 1,
    errors: { 'topics.regex': ['Null value can not be supplied as the configuration value.'] },
  },
};

function errorsOf(values: readonly { readonly name: string; readonly errors: readonly string[] }[]): object {
  return Object.fromEntries(
    values.filter(({ errors }) => errors.length > 0).map(({ name, errors }) => [name, errors]),
  );
}

function valuesOf({ configs }: ConfigInfos): RecordedValidation['values'] {
  return configs.flatMap(({ definition, value }) =>
    value === null
      ? []
      : [{ name: value.name, defined: definition !== null, value: value.value, errors: value.errors }],
  );
}

describe('the validation of a connector configuration', () => {
  it.each(recorded)('$title: counts and names the problems as Java does', async (recording) => {
    const infos = await validator.validate(recording.config);
    const expected = deliberate[recording.title];
    expect(infos.name).toBe(recording.name);
    expect(infos.error_count).toBe(expected?.count ?? recording.error_count);
    expect(errorsOf(valuesOf(infos))).toEqual(expected?.errors ?? errorsOf(recording.values));
  });

  it.each(recorded.filter(({ title }) => deliberate[title] === undefined))(
    '$title: shows the same values and groups',
    async (recording) => {
      const infos = await validator.validate(recording.config);
      expect(valuesOf(infos)).toEqual(expect.arrayContaining([...recording.values]));
      expect(recording.groups).toEqual(expect.arrayContaining([...infos.groups]));
    },
  );

  it.each(['source', 'sink'] as const)('describes the keys of a %s as Java does', async (kind) => {
    const config = {
      source: {
        name: 'fs',
        'connector.class': 'FileStreamSource',
        topic: 't',
        'value.converter': json,
        'value.converter.schemas.enable': 'false',
      },
      sink: { name: 's', 'connector.class': 'FileStreamSink', 'topics.regex': 'a.*' },
    }[kind];
    const { configs } = await validator.validate(config);
    const keys = configs.map(({ definition, value }) => {
      const { documentation: _ours, ...key } = definition as ConfigKeyInfo;
      return { ...key, recommended_values: value?.recommended_values };
    });
    for (const key of recordedKeys[kind]) {
      if (key.name.startsWith('value.converter.')) continue;
      expect(keys).toContainEqual(key);
    }
  });

  it('shows framework keys, the connector’s own, then header, key and value converters’', async () => {
    const { configs } = await validator.validate({
      name: 'fs',
      'connector.class': 'FileStreamSource',
      topic: 't',
      zz: null,
      'key.converter': json,
      'value.converter': 'String',
      'header.converter': 'String',
    });
    const names = configs.map(({ definition, value }) => definition?.name ?? value?.name);
    expect(names[0]).toBe('zz');
    expect(names.slice(1, 3)).toEqual(['name', 'connector.class']);
    const order = [
      'exactly.once.support',
      'file',
      'topic',
      'batch.size',
      'header.converter.converter.encoding',
    ];
    expect(names.filter((name) => order.includes(name as string))).toEqual(order);
    expect(names.slice(-8)).toEqual([
      'key.converter.converter.type',
      'key.converter.schemas.enable',
      'key.converter.schemas.cache.size',
      'key.converter.schema.content',
      'key.converter.decimal.format',
      'key.converter.replace.null.with.default',
      'value.converter.converter.type',
      'value.converter.converter.encoding',
    ]);
  });
});
