import { describe, expect, it } from 'vitest';
import { fieldAtPath, parseFieldPath, valueAtPath } from './field-path.ts';
import { optionalSchemas, schemas } from './schemas/ready-schemas.ts';
import { SchemaBuilder } from './schemas/schema-builder.ts';
import { Struct } from './struct/struct.ts';

const inner = SchemaBuilder.struct()
  .optional()
  .field('x', SchemaBuilder.int32().default(5).build())
  .field('s', optionalSchemas.string)
  .build();
const outer = SchemaBuilder.struct().field('in', inner).field('n', schemas.int32).build();

describe('following a field path', () => {
  it('finds the field of a schema, or nothing', () => {
    expect(fieldAtPath(outer, ['in', 'x'])).toBe(inner.field('x'));
    expect(fieldAtPath(outer, ['in', 'y'])).toBeUndefined();
    expect(fieldAtPath(outer, [])).toBeUndefined();
    expect(() => fieldAtPath(outer, ['n', 'x'])).toThrow('Cannot look up fields on non-struct type');
  });

  it('finds the value in a struct, with defaults or without', () => {
    const struct = new Struct(outer).put('in', new Struct(inner)).put('n', 1);
    expect(valueAtPath(struct, ['in', 'x'], true)).toBe(5);
    expect(valueAtPath(struct, ['in', 'x'], false)).toBeNull();
    expect(valueAtPath(new Struct(outer), ['in', 'x'], true)).toBeNull();
    expect(() => valueAtPath(struct, ['in', 'y'], true)).toThrow('y is not a valid field name');
  });

  it('finds the value in a map, null where something is absent', () => {
    const map = new Map([
      [
        'a',
        new Map<string, unknown>([
          ['b', 1],
          ['c', null],
        ]),
      ],
    ]);
    expect(valueAtPath(map, parseFieldPath('a.b', 'V2'), true)).toBe(1);
    expect(valueAtPath(map, ['a', 'c', 'd'], true)).toBeNull();
    expect(valueAtPath(map, ['z', 'b'], true)).toBeNull();
    expect(() => valueAtPath(new Map([['a', 'text']]), ['a', 'b'], true)).toThrow(
      'Only Map objects supported in absence of schema for [nested field access], found: java.lang.String',
    );
  });
});
