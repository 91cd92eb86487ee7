import { DateSchema, DecimalSchema, SchemaBuilder, schemas, TimestampSchema } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { indexMapping } from './index-mapping.ts';

const text = { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: 256 } } };

describe('the mapping of an index', () => {
  it('has a field type for every schema type', () => {
    const inner = SchemaBuilder.struct().field('flag', schemas.boolean).build();
    const schema = SchemaBuilder.struct()
      .field('int8', schemas.int8)
      .field('int16', schemas.int16)
      .field('int32', SchemaBuilder.int32().default(7).build())
      .field('int64', schemas.int64)
      .field('float32', schemas.float32)
      .field('float64', schemas.float64)
      .field('bytes', schemas.bytes)
      .field('string', schemas.string)
      .field('decimal', DecimalSchema.builder(2).build())
      .field('date', DateSchema.schema)
      .field('timestamp', TimestampSchema.schema)
      .field('list', SchemaBuilder.array(schemas.int32).build())
      .field('map', SchemaBuilder.map(schemas.string, schemas.int32).build())
      .field('struct', inner)
      .build();
    expect(indexMapping(schema, true)).toEqual({
      properties: {
        int8: { type: 'byte' },
        int16: { type: 'short' },
        int32: { type: 'integer', null_value: 7 },
        int64: { type: 'long' },
        float32: { type: 'float' },
        float64: { type: 'double' },
        bytes: { type: 'binary' },
        string: text,
        decimal: { type: 'double' },
        date: { type: 'date' },
        timestamp: { type: 'date' },
        list: { type: 'integer' },
        map: { type: 'object' },
        struct: { properties: { flag: { type: 'boolean' } } },
      },
    });
  });

  it('has key and value of a map that is a list', () => {
    const schema = SchemaBuilder.struct()
      .field('map', SchemaBuilder.map(schemas.string, schemas.int32).build())
      .build();
    const map = { properties: { key: text, value: { type: 'integer' } } };
    expect(indexMapping(schema, false)).toEqual({ properties: { map } });
  });

  it('is left to the server where there is no schema of documents', () => {
    expect(indexMapping(null, true)).toBeNull();
    expect(indexMapping(schemas.string, true)).toBeNull();
  });
});
