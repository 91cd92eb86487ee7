import { epochMsOf, isDecimal, logicalTypeOf, type Schema, type SchemaType } from '@sluice/connect-api';

type Mapping = Readonly<Record<string, unknown>>;

const fieldTypes: Readonly<Record<Exclude<SchemaType, 'ARRAY' | 'MAP' | 'STRUCT' | 'STRING'>, string>> = {
  INT8: 'byte',
  INT16: 'short',
  INT32: 'integer',
  INT64: 'long',
  FLOAT32: 'float',
  FLOAT64: 'double',
  BOOLEAN: 'boolean',
  BYTES: 'binary',
};

/** Longer texts are not taken as a whole. */
const longestKeyword = 256;

/** The mapping of an index whose documents have a schema; `null` when the schema is none of documents. */
export function indexMapping(schema: Schema | null, compactsMaps: boolean): Mapping | null {
  return schema?.type === 'STRUCT' ? propertiesOf(schema, compactsMaps) : null;
}

function propertiesOf(schema: Schema, compactsMaps: boolean): Mapping {
  const properties = schema.fields.map((field) => [field.name, fieldMapping(field.schema, compactsMaps)]);
  return { properties: Object.fromEntries(properties) as Mapping };
}

function fieldMapping(schema: Schema | null, compactsMaps: boolean): Mapping {
  // Without a schema the server finds out.
  if (schema === null) return { type: 'object' };
  const logicalType = logicalTypeOf(schema);
  if (logicalType !== null) return withNullValue(logicalType === 'Decimal' ? 'double' : 'date', schema);
  switch (schema.type) {
    case 'ARRAY':
      return fieldMapping(schema.valueSchema, compactsMaps);
    case 'MAP':
      return mapMapping(schema, compactsMaps);
    case 'STRUCT':
      return propertiesOf(schema, compactsMaps);
    case 'STRING':
      return { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: longestKeyword } } };
    default:
      return withNullValue(fieldTypes[schema.type], schema);
  }
}

function mapMapping({ keySchema, valueSchema }: Schema, compactsMaps: boolean): Mapping {
  if (compactsMaps && keySchema?.type === 'STRING') return { type: 'object' };
  return {
    properties: {
      key: fieldMapping(keySchema, compactsMaps),
      value: fieldMapping(valueSchema, compactsMaps),
    },
  };
}

/** Binary fields take no `null_value`. */
function withNullValue(type: string, { defaultValue }: Schema): Mapping {
  if (defaultValue === undefined || defaultValue === null || type === 'binary') return { type };
  return { type, null_value: plainDefault(defaultValue) };
}

function plainDefault(value: unknown): unknown {
  if (value instanceof Date) return Number(epochMsOf(value));
  if (isDecimal(value)) return value.toNumber();
  return typeof value === 'bigint' ? Number(value) : value;
}
