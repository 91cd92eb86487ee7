import {
  DataError,
  logicalTypeOf,
  type LogicalType,
  type Schema,
  type SchemaType,
} from '@sluice/connect-api';
import type { SchemaElement } from 'hyparquet-writer';
import { innerPath, placeOf } from '@sluice/connector-json';

/** How many digits decimals are said to have where their schema says nothing. */
const defaultPrecision = 64;

const logicalElements: Readonly<Record<Exclude<LogicalType, 'Decimal'>, Partial<SchemaElement>>> = {
  Date: { type: 'INT32', converted_type: 'DATE' },
  Time: { type: 'INT32', converted_type: 'TIME_MILLIS' },
  Timestamp: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

const plainElements: Readonly<Partial<Record<SchemaType, Partial<SchemaElement>>>> = {
  INT64: { type: 'INT64' },
  FLOAT32: { type: 'FLOAT' },
  FLOAT64: { type: 'DOUBLE' },
  BOOLEAN: { type: 'BOOLEAN' },
  STRING: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  BYTES: { type: 'BYTE_ARRAY' },
};

/** The schema of Parquet files, flattened: each element before those in it. @throws DataError */
export function parquetSchemaOf(schema: Schema): SchemaElement[] {
  const name = schema.name ?? 'ConnectDefault';
  return [
    { name, num_children: schema.fields.length },
    ...schema.fields.flatMap((field) => elementsOf(field.schema, field.name, field.name)),
  ];
}

function elementsOf(schema: Schema, name: string, path: string): SchemaElement[] {
  const repetition_type = schema.optional ? 'OPTIONAL' : 'REQUIRED';
  switch (schema.type) {
    case 'STRUCT':
      return [{ name, repetition_type, num_children: fieldCount(schema, path) }, ...fieldsOf(schema, path)];
    case 'ARRAY':
      return [
        { name, repetition_type, num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ...elementsOf(inner(schema.valueSchema, path), 'element', `${path}[]`),
      ];
    case 'MAP':
      return [
        { name, repetition_type, num_children: 1, converted_type: 'MAP' },
        { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
        ...elementsOf(required(inner(schema.keySchema, path)), 'key', `${path}{}`),
        ...elementsOf(inner(schema.valueSchema, path), 'value', `${path}{}`),
      ];
    default:
      return [{ name, repetition_type, ...plainElement(schema) }];
  }
}

function fieldsOf({ fields }: Schema, path: string): SchemaElement[] {
  return fields.flatMap(({ name, schema }) => elementsOf(schema, name, innerPath(path, name)));
}

function fieldCount({ fields }: Schema, path: string): number {
  if (fields.length > 0) return fields.length;
  throw new DataError(`${placeOf(path)} is a struct without fields, which Parquet does not have`);
}

/** Keys are never null in Parquet. */
function required(schema: Schema): Schema {
  return schema.optional ? { ...schema, optional: false, field: (name) => schema.field(name) } : schema;
}

function inner(schema: Schema | null, path: string): Schema {
  if (schema !== null) return schema;
  throw new DataError(`${placeOf(path)} has elements without a schema, which Parquet needs`);
}

function plainElement(schema: Schema): Partial<SchemaElement> {
  const logicalType = logicalTypeOf(schema);
  if (logicalType === 'Decimal') {
    const { parameters } = schema;
    const scale = Number(parameters?.get('scale') ?? 0);
    const precision = Number(parameters?.get('connect.decimal.precision') ?? defaultPrecision);
    return { type: 'BYTE_ARRAY', converted_type: 'DECIMAL', scale, precision };
  }
  if (logicalType !== null) return logicalElements[logicalType];
  return plainElements[schema.type] ?? { type: 'INT32' };
}
