import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryData } from '../../testing/arbitrary-data.ts';
import { project } from './projection.ts';
import { SchemaBuilder } from './schemas/schema-builder.ts';
import { schemas } from './schemas/ready-schemas.ts';
import { valueEquals } from './value-equality.ts';

describe('project', () => {
  it('changes nothing when source and target are the same', () => {
    fc.assert(
      fc.property(arbitraryData(), ({ schema, value }) => {
        expect(valueEquals(project(schema, value, schema), value)).toBe(true);
      }),
    );
  });

  it('rounds a 64-bit integer to 32-bit floating point once', () => {
    expect(project(schemas.int64, 2n ** 60n + 2n ** 36n + 1n, schemas.float32)).toBe(2 ** 60 + 2 ** 37);
  });

  it('says where element schemas are missing', () => {
    const unknown = new SchemaBuilder('ARRAY').build();
    expect(() => project(unknown, [1], unknown)).toThrow(
      'No schema is known for the elements of Schema{ARRAY}',
    );
    const unknownMap = new SchemaBuilder('MAP').build();
    expect(() => project(unknownMap, new Map([[1, 1]]), unknownMap)).toThrow(/keys of Schema\{MAP\}/);
  });
});
