import { describe, expect, it } from 'vitest';
import { schemas } from '../schemas/ready-schemas.ts';
import { SchemaBuilder } from '../schemas/schema-builder.ts';
import { Struct } from '../struct/struct.ts';
import { convertToString } from './value-text.ts';

describe('convertToString', () => {
  it('learns the types of plain numbers from the schema', () => {
    expect(convertToString(schemas.float64, 5)).toBe('5.0');
    expect(convertToString(SchemaBuilder.array(schemas.float32).build(), [5, 0.1])).toBe('[5.0,0.1]');
    expect(convertToString(null, [5])).toBe('[5]');
  });

  it('writes the structs inside arrays and maps, with their own schemas', () => {
    const schema = SchemaBuilder.struct().field('f"', schemas.float32).build();
    const struct = new Struct(schema).put('f"', 1);
    expect(convertToString(null, [struct, new Map([[2, struct]])])).toBe(
      String.raw`[{"f\"":1.0},{2:{"f\"":1.0}}]`,
    );
  });
});
