import { describe, expect, it } from 'vitest';
import { isStruct, Struct } from '../struct/struct.ts';
import { schemas } from './ready-schemas.ts';
import { SchemaBuilder } from './schema-builder.ts';
import { schemaEquals } from './schema-equality.ts';

function withStructDefault(value: number): ReturnType<SchemaBuilder['build']> {
  const builder = SchemaBuilder.struct().field('a', schemas.int32);
  return builder.default(builder.newStruct().put('a', value)).build();
}

describe('SchemaBuilder', () => {
  it('gives a struct default the schema that was built, so that it can be used as a value', () => {
    const schema = withStructDefault(1);
    expect(isStruct(schema.defaultValue) && schema.defaultValue.schema).toBe(schema);
    const outer = new Struct(SchemaBuilder.struct().field('s', schema).build());
    expect(outer.put('s', schema.defaultValue).getStruct('s')?.get('a')).toBe(1);
  });

  it('makes equal schemas of equal struct defaults', () => {
    expect(schemaEquals(withStructDefault(1), withStructDefault(1))).toBe(true);
    expect(schemaEquals(withStructDefault(1), withStructDefault(2))).toBe(false);
  });

  it('keeps defaults as the schema holds them', () => {
    expect(SchemaBuilder.int64().default(5).build().defaultValue).toBe(5n);
  });

  it('does not let a schema change after it was built', () => {
    const builder = SchemaBuilder.struct().field('a', schemas.int32).parameter('p', '1');
    const schema = builder.build();
    builder.field('b', schemas.int32).parameter('p', '2');
    expect(schema.fields.map((field) => field.name)).toEqual(['a']);
    expect(schema.parameters).toEqual(new Map([['p', '1']]));
    expect(builder.build().field('b')?.index).toBe(1);
  });

  it('finds fields by name and no others', () => {
    const schema = SchemaBuilder.struct().field('a', schemas.int32).build();
    expect(schema.field('a')).toBe(schema.fields[0]);
    expect(schema.field('constructor')).toBeUndefined();
    expect(schemas.int32.field('a')).toBeUndefined();
  });

  it('describes a schema', () => {
    expect(String(SchemaBuilder.struct().name('n').build())).toBe('Schema{n:STRUCT}');
  });
});
