import { describe, expect, it } from 'vitest';
import { defineConfig } from './config-definition.ts';
import { int, pluginClass, string } from './key-types.ts';
import { validateConfig, withIssues } from './validate-config.ts';
import { atLeast } from './validators/range.ts';

const described = { doc: 'A key.', importance: 'high' } as const;

const definition = defineConfig({
  topic: string(described),
  'tasks.max': int({ ...described, validator: atLeast(1), default: 1 }),
});

describe('validating a configuration', () => {
  it('collects every error of every key', () => {
    const values = validateConfig(definition, { 'tasks.max': '2.5' });
    expect(values.map(({ errors }) => errors)).toEqual([
      ['Missing required configuration "topic" which has no default value.'],
      [
        'Invalid value 2.5 for configuration tasks.max: Not a number of type INT',
        'Invalid value null for configuration tasks.max: Value must be non-null',
      ],
    ]);
  });

  it('reports a class that cannot be resolved', () => {
    const classes = defineConfig({ a: pluginClass(described) });
    expect(validateConfig(classes, { a: 'x' }, { resolveClass: () => null })[0]?.errors).toEqual([
      'Invalid value x for configuration a: Class x could not be found.',
    ]);
  });

  it('does not hide a defect of a recommender', () => {
    const recommend = () => {
      throw new TypeError('broken');
    };
    const broken = defineConfig({ a: string({ ...described, default: '', recommender: { recommend } }) });
    expect(() => validateConfig(broken, {})).toThrow(new TypeError('broken'));
  });

  it('adds issues to the errors of their keys, and entries for keys it does not know', () => {
    const values = withIssues(validateConfig(definition, { topic: 't', 'tasks.max': '0' }), [
      { key: 'tasks.max', message: 'too few' },
      { key: 'other', message: 'first' },
      { key: 'other', message: 'second' },
    ]);
    expect(values.map(({ name, errors, visible }) => ({ name, errors, visible }))).toEqual([
      { name: 'topic', errors: [], visible: true },
      {
        name: 'tasks.max',
        errors: ['Invalid value 0 for configuration tasks.max: Value must be at least 1', 'too few'],
        visible: true,
      },
      { name: 'other', errors: ['first', 'second'], visible: true },
    ]);
  });
});
