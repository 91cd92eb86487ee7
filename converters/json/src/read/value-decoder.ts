import { DataError, logicalTypeOf, type Schema } from '@sluice/connect-api';
import { arrayContent, mapContent, pairsContent } from './container-decoders.ts';
import type { ContentReader, DecodeOptions, ValueDecoder } from './decoder.ts';
import { logicalContents } from './logical-decoders.ts';
import { primitiveContents } from './primitive-decoders.ts';
import { readSchemaless } from './schemaless-value.ts';
import { structContent } from './struct-decoder.ts';

const schemaless: ValueDecoder = { read: readSchemaless, absent: () => null };

/** Compiles the decoder of a schema; without one, numbers and containers speak for themselves. */
export function compileDecoder(schema: Schema | null, options: DecodeOptions): ValueDecoder {
  if (schema === null) return schemaless;
  const absent = absentValue(schema, options);
  const readContent = contentReader(schema, options);
  return {
    absent,
    read(cursor) {
      if (cursor.kind() !== 'NULL') return readContent(cursor);
      cursor.readNull();
      return absent();
    },
  };
}

function absentValue({ defaultValue, optional, type }: Schema, options: DecodeOptions): () => unknown {
  const hasDefault = (defaultValue ?? null) !== null;
  if (hasDefault && options.replaceNullWithDefault) return () => defaultValue;
  if (optional) return () => null;
  return () => {
    throw new DataError(`Invalid null value for required ${type} field`);
  };
}

function contentReader(schema: Schema, options: DecodeOptions): ContentReader {
  const logicalType = logicalTypeOf(schema);
  if (logicalType !== null) return logicalContents[logicalType](schema);
  switch (schema.type) {
    case 'ARRAY':
      return arrayContent(compileDecoder(schema.valueSchema, options));
    case 'MAP':
      return mapDecoder(schema, options);
    case 'STRUCT':
      return structDecoder(schema, options);
    default:
      return primitiveContents[schema.type];
  }
}

function mapDecoder({ keySchema, valueSchema }: Schema, options: DecodeOptions): ContentReader {
  const value = compileDecoder(valueSchema, options);
  return keySchema?.type === 'STRING'
    ? mapContent(value, options)
    : pairsContent(compileDecoder(keySchema, options), value);
}

function structDecoder(schema: Schema, options: DecodeOptions): ContentReader {
  const decoders = schema.fields.map((field) => compileDecoder(field.schema, options));
  return structContent(schema, decoders, options);
}
