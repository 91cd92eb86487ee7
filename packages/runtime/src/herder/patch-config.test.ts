import { describe, expect, it } from 'vitest';
import { patchConfig } from './patch-config.ts';

describe('a patched configuration', () => {
  const config = { a: '1', b: '2' };

  it('has what the patch sets, lacks what it removes, and keeps the rest', () => {
    expect(patchConfig(config, { b: '3', c: '4' })).toEqual({ a: '1', b: '3', c: '4' });
    expect(patchConfig(config, { a: null, unknown: null })).toEqual({ b: '2' });
    expect(patchConfig(config, {})).toEqual(config);
    expect(config).toEqual({ a: '1', b: '2' });
  });

  it('sets an empty text rather than removing it', () => {
    expect(patchConfig(config, { a: '' })).toEqual({ a: '', b: '2' });
  });
});
