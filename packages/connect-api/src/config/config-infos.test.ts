import { describe, expect, it } from 'vitest';
import { defineConfig } from './config-definition.ts';
import { configInfos } from './config-infos.ts';
import { int, password, string } from './key-types.ts';
import { validateConfig, withIssues } from './validate-config.ts';

const definition = defineConfig({
  topic: string({ doc: 'Where to.', importance: 'high', group: 'Common', orderInGroup: 1 }),
  size: int({
    doc: 'How many.',
    importance: 'low',
    default: 5,
    group: 'Tuning',
    width: 'short',
    displayName: 'Size',
  }),
  key: password({ doc: 'Secret.', importance: 'medium', default: null, group: 'Common' }),
});

describe('the validation result', () => {
  it('shows definition and value of every key as text', () => {
    const infos = configInfos(
      'FileStreamSink',
      definition,
      validateConfig(definition, { size: 'x', key: 's3cret' }),
    );
    expect(infos).toEqual({
      name: 'FileStreamSink',
      error_count: 2,
      groups: ['Common', 'Tuning'],
      configs: [
        {
          definition: {
            name: 'topic',
            type: 'STRING',
            required: true,
            default_value: null,
            importance: 'HIGH',
            documentation: 'Where to.',
            group: 'Common',
            order_in_group: 1,
            width: 'NONE',
            display_name: 'topic',
            dependents: [],
          },
          value: {
            name: 'topic',
            value: null,
            recommended_values: [],
            errors: ['Missing required configuration "topic" which has no default value.'],
            visible: true,
          },
        },
        {
          definition: {
            name: 'size',
            type: 'INT',
            required: false,
            default_value: '5',
            importance: 'LOW',
            documentation: 'How many.',
            group: 'Tuning',
            order_in_group: -1,
            width: 'SHORT',
            display_name: 'Size',
            dependents: [],
          },
          value: {
            name: 'size',
            value: null,
            recommended_values: [],
            errors: ['Invalid value x for configuration size: Not a number of type INT'],
            visible: true,
          },
        },
        {
          definition: expect.objectContaining({ name: 'key', default_value: null }),
          value: { name: 'key', value: '[hidden]', recommended_values: [], errors: [], visible: true },
        },
      ],
    });
  });

  it('puts values without definition first, and null where a value is missing', () => {
    const values = withIssues([], [{ key: 'zz', message: 'unknown' }]);
    const { configs, error_count: errorCount } = configInfos('x', definition, values);
    expect(errorCount).toBe(1);
    expect(configs[0]).toEqual({
      definition: null,
      value: { name: 'zz', value: null, recommended_values: [], errors: ['unknown'], visible: true },
    });
    expect(configs.slice(1).map(({ definition, value }) => [definition?.name, value])).toEqual([
      ['topic', null],
      ['size', null],
      ['key', null],
    ]);
  });
});
