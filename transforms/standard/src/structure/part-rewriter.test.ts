import {
  optionalSchemas,
  SchemaBuilder,
  schemas,
  Struct,
  valuePart,
  type ConnectRecord,
  type Schema,
} from '@sluice/connect-api';
import { arbitrarySchema, arbitraryValue } from '@sluice/connect-api/arbitrary-data';
import { assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applied, make, plain } from '../../testing/apply.ts';
import { editTree, type FieldEdit } from './field-tree.ts';
import { PartRewriter } from './part-rewriter.ts';

function pointSchema(): Schema {
  return SchemaBuilder.struct().field('x', schemas.int32).field('y', optionalSchemas.int32).build();
}

describe('a transformation of structs', () => {
  it('compiles what it does once for each schema, and gives the same new schema each time', () => {
    let compiled = 0;
    const edit: FieldEdit = {
      compile: (schema) => {
        compiled += 1;
        return { schema, convert: (value) => value };
      },
      convert: (value) => value,
    };
    const rewriter = new PartRewriter({
      part: valuePart,
      purpose: 'test',
      tree: editTree([[['x'], edit]]),
      appliesDefaults: true,
      keeps: 'neither',
    });
    const [first, second] = [pointSchema(), pointSchema()];
    const results = [first, second, first, second].map(
      (schema) => applied(rewriter, new Struct(schema).put('x', 1), schema).valueSchema,
    );
    expect(compiled).toBe(2);
    expect(results[2]).toBe(results[0]);
    expect(results[3]).toBe(results[1]);
  });

  it.each([
    ['ReplaceField$Value', { exclude: 'nobody' }],
    ['Cast$Value', { spec: 'nobody:int8' }],
    ['TimestampConverter$Value', { field: 'nobody', 'target.type': 'unix' }],
    ['MaskField$Value', { fields: 'nobody' }],
    ['SetSchemaMetadata$Value', { 'schema.name': 'x' }],
  ])('leaves all fields that it does not name as they are: %s', (name, config) => {
    const structs = arbitrarySchema()
      .filter(({ type }) => type === 'STRUCT')
      .chain((schema) => arbitraryValue(schema).map((value) => ({ schema, value })))
      .filter(({ value }) => value !== null);
    assert(
      property(structs, ({ schema, value }) => {
        const result = applied(make(name, config), value, schema);
        expect(plain(result.value)).toEqual(plain(value));
        expect(result.valueSchema?.fields).toEqual(schema.fields);
        return true;
      }),
    );
  });

  it.each([
    ['InsertField$Value', { 'topic.field': 'a.t', 'static.field': 's', 'static.value': 'v' }],
    ['ReplaceField$Value', { exclude: 'a.b,c' }],
    ['ReplaceField$Value', { renames: 'c:d,d:c' }],
    ['ReplaceField$Value', { include: 'd,a' }],
    ['MaskField$Value', { fields: 'c,missing' }],
    ['TimestampConverter$Value', { field: 'c', 'target.type': 'Timestamp' }],
  ])('makes the same of a map in place, and leaves what is in it: %s %j', (name, config) => {
    const inner = new Map([['b', 1]]);
    const map = () => new Map<string, unknown>(Object.entries({ a: inner, c: 2, d: 'x' }));
    const transformation = make(name, { ...config, 'field.syntax.version': 'V2' });
    const expected = applied(transformation, map()).value;
    const inPlace = {
      ...transformation,
      apply: (record: ConnectRecord) => transformation.applyInPlace?.(record) ?? null,
    };
    const result = applied(inPlace, map()).value;
    expect(result).toEqual(expected);
    expect([...(result as Map<string, unknown>).keys()]).toEqual([
      ...(expected as Map<string, unknown>).keys(),
    ]);
    expect(inner).toEqual(new Map([['b', 1]]));
  });

  it.each([
    ['Flatten$Value', {}],
    ['InsertField$Value', { 'topic.field': 'a' }],
    ['ReplaceField$Value', { exclude: 'a' }],
    ['Cast$Value', { spec: 'a:int8' }],
  ])('gives back the record itself where its value is null: %s', (name, config) => {
    const schema = SchemaBuilder.struct().optional().build();
    const transformation = make(name, config);
    expect(applied(transformation, null, schema).valueSchema).toBe(schema);
    expect(applied(transformation, null).value).toBeNull();
  });
});
