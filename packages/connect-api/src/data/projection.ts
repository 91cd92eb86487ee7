import { isDataError } from '../errors/recognise-error.ts';
import { SchemaProjectorError } from '../errors/data-errors.ts';
import { int64ToFloat32 } from './numbers/narrowing.ts';
import { isAtLeastAsWide } from './numbers/number-order.ts';
import { isNumberType, plainNumber, type NumberType } from './numbers/typed-number.ts';
import type { Field, Schema } from './schema.ts';
import { parametersEqual } from './schemas/schema-equality.ts';
import { formatSchema } from './schemas/schema-text.ts';
import { Struct } from './struct/struct.ts';

/**
 * Adapts a value from the schema it was written with to another: numbers are widened, fields that only the target
 * has get their default or stay unset, fields that only the source has are dropped. Versions, docs and the source's
 * defaults at the top do not matter.
 * @throws SchemaProjectorError when types, names or parameters do not match, or a required field or a default is
 * missing; for a field the cause says why.
 * @throws DataError when a value does not fit its field of the target.
 */
export function project(source: Schema, value: unknown, target: Schema): unknown {
  checkCompatible(source, target);
  const isNull = value === null || value === undefined;
  if (source.optional && !target.optional) {
    if ((target.defaultValue ?? null) === null) {
      throw new SchemaProjectorError(
        'Writer schema is optional, however, target schema does not provide a default value.',
      );
    }
    if (isNull) return target.defaultValue;
  }
  return isNull ? null : projectPresent(source, value, target);
}

function checkCompatible(source: Schema, target: Schema): void {
  if (source.type !== target.type && !isPromotable(source, target)) {
    throw new SchemaProjectorError(
      `Schema type mismatch. source type: ${source.type} and target type: ${target.type}`,
    );
  }
  if (source.name !== target.name) {
    throw new SchemaProjectorError(
      `Schema name mismatch. source name: ${source.name} and target name: ${target.name}`,
    );
  }
  if (!parametersEqual(source.parameters, target.parameters)) {
    throw new SchemaProjectorError(
      `Schema parameters not equal. source parameters: ${parametersText(source)} and target parameters: ${parametersText(target)}`,
    );
  }
}

function isPromotable(source: Schema, target: Schema): boolean {
  return isNumberType(source.type) && isNumberType(target.type) && isAtLeastAsWide(target.type, source.type);
}

function parametersText({ parameters }: Schema): string {
  if (parameters === null) return 'null';
  return `{${Array.from(parameters, ([key, value]) => `${key}=${value}`).join(', ')}}`;
}

function projectPresent(source: Schema, value: unknown, target: Schema): unknown {
  switch (target.type) {
    case 'STRUCT':
      return projectStruct(source, value as Struct, target);
    case 'ARRAY':
      return (value as readonly unknown[]).map((element) =>
        project(elementSchema(source), element, elementSchema(target)),
      );
    case 'MAP':
      return projectMap(source, value as ReadonlyMap<unknown, unknown>, target);
    default:
      return isNumberType(target.type) ? widen(target.type, plainNumber(value)) : value;
  }
}

function elementSchema(schema: Schema): Schema {
  if (schema.valueSchema !== null) return schema.valueSchema;
  throw new SchemaProjectorError(`No schema is known for the elements of ${formatSchema(schema)}`);
}

function projectMap(
  source: Schema,
  map: ReadonlyMap<unknown, unknown>,
  target: Schema,
): Map<unknown, unknown> {
  const projected = new Map<unknown, unknown>();
  for (const [key, value] of map) {
    projected.set(
      project(keySchema(source), key, keySchema(target)),
      project(elementSchema(source), value, elementSchema(target)),
    );
  }
  return projected;
}

function keySchema(schema: Schema): Schema {
  if (schema.keySchema !== null) return schema.keySchema;
  throw new SchemaProjectorError(`No schema is known for the keys of ${formatSchema(schema)}`);
}

function projectStruct(source: Schema, struct: Struct, target: Schema): Struct {
  const projected = new Struct(target);
  for (const field of target.fields) {
    const sourceField = source.field(field.name);
    if (sourceField !== undefined) {
      projected.putAt(field.index, projectField(sourceField, struct.get(field.name), field));
    } else if (!field.schema.optional) {
      projected.putAt(field.index, requiredDefault(source, field));
    }
  }
  return projected;
}

function projectField(source: Field, value: unknown, target: Field): unknown {
  try {
    return project(source.schema, value, target.schema);
  } catch (error) {
    if (!isProjectorError(error)) throw error;
    throw new SchemaProjectorError(`Error projecting ${source.name}`, { cause: error });
  }
}

function isProjectorError(error: unknown): boolean {
  return isDataError(error) && error.code === 'SCHEMA_INCOMPATIBLE';
}

function requiredDefault(source: Schema, field: Field): unknown {
  if ((field.schema.defaultValue ?? null) !== null) return field.schema.defaultValue;
  throw new SchemaProjectorError(
    `Required field \`${field.name}\` is missing from source schema: ${formatSchema(source)}`,
  );
}

/** Numbers of logical types are no numbers here and are passed on. */
function widen(type: NumberType, value: unknown): unknown {
  if (typeof value === 'number') return widenNumber(type, value);
  if (typeof value !== 'bigint' || type === 'INT64') return value;
  return type === 'FLOAT32' ? int64ToFloat32(value) : Number(value);
}

function widenNumber(type: NumberType, value: number): number | bigint {
  if (type === 'INT64') return BigInt(value);
  return type === 'FLOAT32' ? Math.fround(value) : value;
}
