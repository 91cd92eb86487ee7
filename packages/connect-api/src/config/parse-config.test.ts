import { describe, expect, it } from 'vitest';
import { defineConfig } from './config-definition.ts';
import { int, list, password, pluginClass, string } from './key-types.ts';
import { parseConfig } from './parse-config.ts';
import { listOfNames } from './validators/list-validators.ts';
import { nonEmptyString, nonNull, oneOf } from './validators/string-validators.ts';

const described = { doc: 'A key.', importance: 'high' } as const;

const definition = defineConfig({
  topic: string({ ...described, validator: nonEmptyString() }),
  file: string({ ...described, default: null }),
  mode: string({ ...described, validator: oneOf('fast', 'safe'), default: 'safe' }),
  'batch.size': int({ ...described, default: 2000 }),
  names: list({ ...described, validator: listOfNames({ mayBeEmpty: true }), default: [] }),
  secret: password({ ...described, default: 'x' }),
});

describe('parsing a configuration strictly', () => {
  it('returns typed values and defaults, and nothing else', () => {
    const config = parseConfig(definition, { topic: ' t ', unknown: '1' });
    const mode: 'fast' | 'safe' = config.mode;
    const size: number = config['batch.size'];
    expect({ ...config, secret: config.secret.reveal() }).toEqual({
      topic: 't',
      file: null,
      mode,
      'batch.size': size,
      names: [],
      secret: 'x',
    });
    expect(size).toBe(2000);
  });

  it('is not fooled by properties that every object has', () => {
    const odd = defineConfig({ constructor: string({ ...described, default: 'none' }) });
    expect(parseConfig(odd, {}).constructor).toBe('none');
  });

  it('names code and key of what is missing', () => {
    expect(() => parseConfig(definition, {})).toThrow(
      expect.objectContaining({
        code: 'CONFIG_KEY_MISSING',
        key: 'topic',
        message: 'Missing required configuration "topic" which has no default value.',
      }),
    );
  });

  it('names code and key of what a validator refuses', () => {
    expect(() => parseConfig(definition, { topic: '' })).toThrow(
      expect.objectContaining({ code: 'CONFIG_VALUE_INVALID', key: 'topic' }),
    );
  });

  it('warns of repeated items that it drops', () => {
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    const { names } = parseConfig(definition, { topic: 't', names: 'a,b,a' }, { onWarning });
    expect(names).toEqual(['a', 'b']);
    expect(warnings).toEqual([
      'Configuration key "names" contains duplicate values. Duplicates will be removed. ' +
        'The original value is: [a, b, a], the updated value is: [a, b]',
    ]);
  });

  it('resolves class names', () => {
    const classes = defineConfig({ converter: pluginClass(described) });
    const resolveClass = (name: string) => (name === 'Json' ? 'org.example.JsonConverter' : null);
    expect(parseConfig(classes, { converter: 'Json' }, { resolveClass })).toEqual({
      converter: 'org.example.JsonConverter',
    });
    expect(() => parseConfig(classes, { converter: 'nope' }, { resolveClass })).toThrow(
      'Invalid value nope for configuration converter: Class nope could not be found.',
    );
  });

  it('takes a null for a key left out, so that values are always of their type', () => {
    expect(parseConfig(definition, { topic: 't', mode: 'fast', 'batch.size': null })['batch.size']).toBe(
      2000,
    );
    expect(() => parseConfig(definition, { topic: null })).toThrow(
      'Missing required configuration "topic" which has no default value.',
    );
  });

  it('takes a null for itself where a required key says that it may be null', () => {
    const given = defineConfig({ a: string({ ...described, mayBeNull: true }) });
    expect(parseConfig(given, { a: null }).a).toBeNull();
    expect(() => parseConfig(given, {})).toThrow('Missing required configuration "a"');
  });

  it('lets a validator refuse the null first', () => {
    const strict = defineConfig({ a: string({ ...described, validator: nonNull(), default: 'x' }) });
    expect(() => parseConfig(strict, { a: null })).toThrow(
      'Invalid value null for configuration a: entry must be non null',
    );
  });
});
