import {
  DataError,
  DateSchema,
  DecimalSchema,
  isDecimal,
  isStruct,
  isTypedNumber,
  javaClassNameOf,
  logicalTypeOf,
  TimeSchema,
  TimestampSchema,
  type LogicalType,
  type Schema,
  type SchemaType,
} from '@sluice/connect-api';
import { base64Text } from './base64-text.ts';
import { innerPath, placeOf } from './field-place.ts';
import { jsonString } from './json-string.ts';
import { numberJson } from './number-json.ts';
import { schemalessJson } from './schemaless-json.ts';

export type DecimalFormat = 'BASE64' | 'NUMERIC';

/** Makes JSON of a value of one schema. @throws DataError when it does not fit, naming the field. */
export type JsonEncoder = (value: unknown) => string;

export interface JsonScope {
  readonly decimalFormat: DecimalFormat;
  /** The field that is encoded, such as `order.lines`; empty for the value of the record. */
  readonly path: string;
}

/** Compiles the encoder of a schema: JSON like that of Connect's converter without its envelope. */
export function compileJson(schema: Schema | null, scope: JsonScope): JsonEncoder {
  if (schema === null) return (value) => schemalessJson(value ?? null, 0);
  const content = contentEncoder(schema, scope);
  const defaultValue = schema.defaultValue ?? null;
  const ofNull = (): string => {
    if (defaultValue !== null) return content(defaultValue);
    if (schema.optional) return 'null';
    throw new DataError(`${placeOf(scope.path)} is null and may not be`);
  };
  return (value) => (value === null || value === undefined ? ofNull() : content(value));
}

function contentEncoder(schema: Schema, scope: JsonScope): JsonEncoder {
  const logicalType = logicalTypeOf(schema);
  if (logicalType !== null) return logicalEncoder(logicalType, schema, scope);
  switch (schema.type) {
    case 'ARRAY':
      return arrayEncoder(schema, scope);
    case 'MAP':
      return mapEncoder(schema, scope);
    case 'STRUCT':
      return structEncoder(schema, scope);
    default:
      return plainEncoder(schema.type, scope);
  }
}

function plainEncoder(type: SchemaType, { path }: JsonScope): JsonEncoder {
  switch (type) {
    case 'STRING':
      return (value) => (typeof value === 'string' ? jsonString(value) : wrongType(path, type, value));
    case 'BOOLEAN':
      return (value) => (typeof value === 'boolean' ? String(value) : wrongType(path, type, value));
    case 'BYTES':
      return (value) => (value instanceof Uint8Array ? base64Text(value) : wrongType(path, type, value));
    default:
      return (value) => {
        if (typeof value === 'number' || typeof value === 'bigint') return numberJson(type, value);
        if (isTypedNumber(value)) return numberJson(type, value.value);
        return wrongType(path, type, value);
      };
  }
}

function logicalEncoder(type: LogicalType, schema: Schema, { path, decimalFormat }: JsonScope): JsonEncoder {
  if (type === 'Decimal') {
    return (value) => {
      if (!isDecimal(value)) return wrongType(path, 'Decimal', value);
      return decimalFormat === 'NUMERIC' ? value.toString() : base64Text(DecimalSchema.encode(schema, value));
    };
  }
  const logical = { Date: DateSchema, Time: TimeSchema, Timestamp: TimestampSchema }[type];
  return (value) => {
    if (!(value instanceof Date)) return wrongType(path, type, value);
    return logical.encode(schema, value).toString();
  };
}

function arrayEncoder(schema: Schema, scope: JsonScope): JsonEncoder {
  const encode = compileJson(schema.valueSchema, { ...scope, path: `${scope.path}[]` });
  return (value) => {
    if (!Array.isArray(value)) return wrongType(scope.path, 'ARRAY', value);
    return `[${value.map(encode).join(',')}]`;
  };
}

/** An object where the schema says that keys are texts, else an array of pairs. */
function mapEncoder(schema: Schema, scope: JsonScope): JsonEncoder {
  const inner = { ...scope, path: `${scope.path}{}` };
  const encode = compileJson(schema.valueSchema, inner);
  const encodeKey = compileJson(schema.keySchema, inner);
  const isObject = schema.keySchema?.type === 'STRING' && !schema.keySchema.optional;
  return (value) => {
    if (!(value instanceof Map)) return wrongType(scope.path, 'MAP', value);
    const entries = Array.from(value as ReadonlyMap<unknown, unknown>, ([key, item]) =>
      isObject ? `${encodeKey(key)}:${encode(item)}` : `[${encodeKey(key)},${encode(item)}]`,
    );
    return isObject ? `{${entries.join(',')}}` : `[${entries.join(',')}]`;
  };
}

function structEncoder(schema: Schema, scope: JsonScope): JsonEncoder {
  const heads = schema.fields.map(({ name, index }) => `${index === 0 ? '{' : ','}${jsonString(name)}:`);
  const encoders = schema.fields.map(({ name, schema: field }) =>
    compileJson(field, { ...scope, path: innerPath(scope.path, name) }),
  );
  if (heads.length === 0) return () => '{}';
  return (value) => {
    if (!isStruct(value)) return wrongType(scope.path, 'STRUCT', value);
    let text = '';
    for (let index = 0; index < heads.length; index += 1) {
      text += heads[index] as string;
      text += (encoders[index] as JsonEncoder)(value.getAt(index));
    }
    return `${text}}`;
  };
}

function wrongType(path: string, type: string, value: unknown): never {
  throw new DataError(`${placeOf(path)} is a ${javaClassNameOf(value)}, and its schema says ${type}`);
}
