import { describe, expect, it } from 'vitest';
import { mergeDefinitions, sortedKeys, withPrefix } from './compose-definitions.ts';
import { defineConfig } from './config-definition.ts';
import { int, list, string } from './key-types.ts';
import { parseConfig } from './parse-config.ts';
import { listOfNames } from './validators/list-validators.ts';
import { atLeast } from './validators/range.ts';

const described = { doc: 'A key.', importance: 'high' } as const;

describe('merging definitions', () => {
  it('puts a key of the second in the place of that of the first', () => {
    const first = defineConfig({ a: string(described), b: string(described) });
    const second = defineConfig({ c: string(described), a: int({ ...described, default: 1 }) });
    const merged = mergeDefinitions(first, second);
    expect(Object.entries(merged).map(([name, { type }]) => [name, type])).toEqual([
      ['a', 'INT'],
      ['b', 'STRING'],
      ['c', 'STRING'],
    ]);
    const a: number = parseConfig(merged, { b: '', c: '' }).a;
    expect(a).toBe(1);
  });
});

describe('a definition under a prefix', () => {
  const definition = defineConfig({
    size: int({ ...described, validator: atLeast(1), dependents: ['names'] }),
    names: list({ ...described, validator: listOfNames(), default: ['x'] }),
  });
  const prefixed = withPrefix('p.', definition);

  it('has typed values under the prefixed names', () => {
    const size: number = parseConfig(prefixed, { 'p.size': '3' })['p.size'];
    expect(size).toBe(3);
  });

  it('keeps the unprefixed name in forms and in messages of validators', () => {
    expect(prefixed['p.size'].displayName).toBe('size');
    expect(prefixed['p.size'].dependents).toEqual(['p.names']);
    expect(() => parseConfig(prefixed, { 'p.size': '0' })).toThrow(
      'Invalid value 0 for configuration size: Value must be at least 1',
    );
    expect(() => parseConfig(prefixed, {})).toThrow(
      'Missing required configuration "p.size" which has no default value.',
    );
  });

  it('rejects repeated items instead of dropping them', () => {
    expect(() => parseConfig(prefixed, { 'p.size': '1', 'p.names': 'a,a' })).toThrow(
      "Configuration 'names' values must not be duplicated.",
    );
  });
});

describe('sorting keys', () => {
  it('goes by group, order, whether it is required, importance and name', () => {
    const options = { ...described, default: '' };
    const definition = defineConfig({
      grouped: string({ ...options, group: 'B' }),
      ordered: string({ ...options, group: 'A', orderInGroup: 2 }),
      first: string({ ...options, group: 'A', orderInGroup: 1 }),
      b: string(options),
      a: string(options),
      minor: string({ ...options, importance: 'low' }),
      required: string({ ...described, importance: 'low' }),
    });
    expect(sortedKeys(definition).map(([name]) => name)).toEqual([
      'required',
      'a',
      'b',
      'minor',
      'grouped',
      'first',
      'ordered',
    ]);
  });
});
