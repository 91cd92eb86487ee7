import { logicalTypeOf, type Schema, type SchemaType } from '@sluice/connect-api';
import { dyn, typeOf, type Type } from '../../language/check/type.ts';

const kinds: Readonly<Record<Exclude<SchemaType, 'ARRAY' | 'MAP' | 'STRUCT'>, Type['kind']>> = {
  INT8: 'int',
  INT16: 'int',
  INT32: 'int',
  INT64: 'int',
  FLOAT32: 'double',
  FLOAT64: 'double',
  BOOLEAN: 'bool',
  STRING: 'string',
  BYTES: 'bytes',
};

const logicalKinds = {
  Decimal: 'decimal',
  Date: 'timestamp',
  Time: 'duration',
  Timestamp: 'timestamp',
} as const;

/** As long as somebody else holds the schemas. Inside itself a schema is anything. */
const types = new WeakMap<Schema, Type>();

/** What expressions know of the values of a schema. */
export function typeOfSchema(schema: Schema | null): Type {
  if (schema === null) return dyn;
  const known = types.get(schema);
  if (known !== undefined) return known;
  types.set(schema, dyn);
  const type = newTypeOf(schema);
  types.set(schema, type);
  return type;
}

function newTypeOf(schema: Schema): Type {
  const logicalType = logicalTypeOf(schema);
  if (logicalType !== null) return { kind: logicalKinds[logicalType], schema };
  switch (schema.type) {
    case 'ARRAY':
      return { kind: 'list', item: typeOfSchema(schema.valueSchema), schema };
    case 'MAP':
      return {
        kind: 'map',
        key: typeOfSchema(schema.keySchema),
        item: typeOfSchema(schema.valueSchema),
        schema,
      };
    case 'STRUCT': {
      const fields = schema.fields.map((field) => [field.name, typeOfSchema(field.schema)] as const);
      return { kind: 'map', key: typeOf('string'), item: dyn, fields: new Map(fields), schema };
    }
    default:
      return { kind: kinds[schema.type], schema };
  }
}
