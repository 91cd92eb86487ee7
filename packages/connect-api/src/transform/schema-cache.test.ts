import { describe, expect, it, vi } from 'vitest';
import type { Schema } from '../data/schema.ts';
import { SchemaBuilder } from '../data/schemas/schema-builder.ts';
import { SchemaCache } from './schema-cache.ts';

const schema = (): Schema => SchemaBuilder.string().build();

describe('a cache by schema', () => {
  it('compiles a schema once, however often and after whichever other it comes', () => {
    const compile = vi.fn<(schema: Schema) => object>(() => ({}));
    const cache = new SchemaCache(compile);
    const [a, b] = [schema(), schema()];
    const first = cache.get(a);
    expect(cache.get(a)).toBe(first);
    expect(cache.get(b)).not.toBe(first);
    expect(cache.get(a)).toBe(first);
    expect(compile).toHaveBeenCalledTimes(2);
  });

  it('keeps no more schemas than it may, and those that were asked for last', () => {
    const compile = vi.fn<(schema: Schema) => string>(() => 'compiled');
    const cache = new SchemaCache(compile, 2);
    const [a, b, c] = [schema(), schema(), schema()];
    for (const one of [a, b, a, c]) cache.get(one);
    expect(cache.size).toBe(2);
    cache.get(a);
    expect(compile).toHaveBeenCalledTimes(3);
    cache.get(b);
    expect(compile).toHaveBeenCalledTimes(4);
    expect(cache.size).toBe(2);
  });

  it('keeps undefined as well as anything else', () => {
    const compile = vi.fn<(schema: Schema) => undefined>(() => undefined);
    const cache = new SchemaCache(compile);
    const [a, b] = [schema(), schema()];
    for (const one of [a, b, a]) expect(cache.get(one)).toBeUndefined();
    expect(compile).toHaveBeenCalledTimes(2);
  });

  it('tries again where compiling failed', () => {
    const compile = vi.fn<(schema: Schema) => string>(() => {
      throw new Error('not this one');
    });
    const cache = new SchemaCache(compile);
    const one = schema();
    expect(() => cache.get(one)).toThrow('not this one');
    expect(() => cache.get(one)).toThrow('not this one');
    expect(cache.size).toBe(0);
  });
});
