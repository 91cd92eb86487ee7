import { DataError, isStruct, logicalTypeOf, schemaEquals, type Schema } from '@sluice/connect-api';
import { jsonString } from '../text/json-string.ts';
import { checkDepth } from './depth.ts';
import type { EncodeOptions, EncodeScope, ValueEncoder } from './encoder.ts';
import { invalidType } from './invalid-type.ts';
import { logicalContent } from './logical-encoders.ts';
import { primitiveContents } from './primitive-encoders.ts';
import { schemalessText } from './schemaless-encoder.ts';

/** Compiles the encoder of a schema; without one, values speak for themselves. */
export function compileEncoder(schema: Schema | null, scope: EncodeScope): ValueEncoder {
  if (schema === null) return (value) => schemalessText(value ?? null, scope.depth);
  const encodeContent = contentEncoder(schema, scope);
  const encodeNull = nullEncoder(schema, scope.options, encodeContent);
  return (value) => (value === null || value === undefined ? encodeNull() : encodeContent(value));
}

function nullEncoder(schema: Schema, options: EncodeOptions, encodeContent: ValueEncoder): () => string {
  const defaultValue = schema.defaultValue ?? null;
  if (defaultValue !== null && options.replaceNullWithDefault) return () => encodeContent(defaultValue);
  if (schema.optional) return () => 'null';
  return () => {
    throw new DataError('Conversion error: null value for field that is required and has no default value');
  };
}

function contentEncoder(schema: Schema, scope: EncodeScope): ValueEncoder {
  const logicalType = logicalTypeOf(schema);
  if (logicalType !== null) return logicalContent(logicalType, schema, scope.options);
  switch (schema.type) {
    case 'ARRAY':
      return arrayContent(schema, inner(scope));
    case 'MAP':
      return mapContent(schema, inner(scope));
    case 'STRUCT':
      return structContent(schema, inner(scope));
    default:
      return primitiveContents[schema.type];
  }
}

function inner({ options, depth }: EncodeScope): EncodeScope {
  return { options, depth: checkDepth(depth + 1) };
}

function arrayContent(schema: Schema, scope: EncodeScope): ValueEncoder {
  const encodeElement = compileEncoder(schema.valueSchema, scope);
  return (value) => {
    if (!Array.isArray(value)) throw invalidType(schema.type, value);
    let text = '';
    for (const element of value) text += text === '' ? encodeElement(element) : `,${encodeElement(element)}`;
    return `[${text}]`;
  };
}

/** The schema of the keys decides between an object and an array of pairs. */
function mapContent(schema: Schema, scope: EncodeScope): ValueEncoder {
  const isObject = schema.keySchema?.type === 'STRING';
  const encodeKey = compileEncoder(schema.keySchema, inner(scope));
  const encodeMapValue = compileEncoder(schema.valueSchema, scope);
  const encodeEntry = isObject
    ? (key: unknown, mapValue: unknown) => `${jsonString(String(key))}:${encodeMapValue(mapValue)}`
    : (key: unknown, mapValue: unknown) => `[${encodeKey(key)},${encodeMapValue(mapValue)}]`;
  return (value) => {
    if (!(value instanceof Map)) throw invalidType(schema.type, value);
    let text = '';
    for (const [key, mapValue] of value) {
      if (isObject && key !== null && typeof key !== 'string') throw invalidType(schema.type, value);
      const entry = encodeEntry(key, mapValue);
      text += text === '' ? entry : `,${entry}`;
    }
    return isObject ? `{${text}}` : `[${text}]`;
  };
}

function structContent(schema: Schema, scope: EncodeScope): ValueEncoder {
  const fields = schema.fields.map(({ name, index, schema: fieldSchema }) => ({
    head: `${index === 0 ? '{' : ','}${jsonString(name)}:`,
    encode: compileEncoder(fieldSchema, scope),
  }));
  return (value) => {
    if (!isStruct(value)) throw invalidType(schema.type, value);
    if (!schemaEquals(value.schema, schema)) throw new DataError('Mismatching schema.');
    let text = '';
    for (let index = 0; index < fields.length; index++) {
      const field = fields[index];
      if (field !== undefined) text += field.head + field.encode(value.getAt(index));
    }
    return text === '' ? '{}' : `${text}}`;
  };
}
