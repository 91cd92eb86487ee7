import {
  DateSchema,
  DecimalSchema,
  isNumberType,
  numberTypeOf,
  optionalSchemas,
  schemas,
  TimeSchema,
  TimestampSchema,
  TypedNumber,
  type NumberType,
  type Schema,
} from '@sluice/connect-api';
import { writeOf } from './value-writer.ts';
import type { Write } from './write.ts';

/** A type that a configuration names for a result. */
export interface DeclaredType {
  readonly schema: Schema;
  readonly write: Write;
  /** Makes it where there are no schemas: numbers tell their type by themselves. */
  readonly writeWithoutSchema: Write;
}

const syntax = /^([a-z]+\d*)(?:\(\s*(-?\d{1,4})\s*\))?(!?)$/;

/** The types that can be named, as messages list them. */
export const declarableTypes = [...Object.keys(schemas), 'decimal(scale)', 'timestamp', 'date', 'time'].join(
  ', ',
);

interface LogicalSchemas {
  readonly schema: Schema;
  readonly optionalSchema: Schema;
}

const logicalSchemas: ReadonlyMap<string, LogicalSchemas> = new Map<string, LogicalSchemas>([
  ['timestamp', TimestampSchema],
  ['date', DateSchema],
  ['time', TimeSchema],
]);

/** Reads `int32`, `decimal(2)`, or `int32!` for a type that is required; `null` when there is no such type. */
export function parseDeclaredType(text: string): DeclaredType | null {
  const [, name = '', scale, mark] = syntax.exec(text.trim()) ?? [];
  const schema = schemaNamed(name, scale, mark === '!');
  if (schema === null) return null;
  const write = writeOf(schema);
  const { type } = schema;
  const isNumber = isNumberType(type) && schema.name === null;
  return {
    schema,
    write,
    writeWithoutSchema: isNumber ? (value, at) => withType(type, write(value, at)) : write,
  };
}

function schemaNamed(name: string, scale: string | undefined, isRequired: boolean): Schema | null {
  if (name === 'decimal') {
    if (scale === undefined) return null;
    const builder = DecimalSchema.builder(Number(scale));
    return isRequired ? builder.build() : builder.optional().build();
  }
  if (scale !== undefined) return null;
  const logical = logicalSchemas.get(name);
  if (logical !== undefined) return isRequired ? logical.schema : logical.optionalSchema;
  const named: Readonly<Record<string, Schema>> = isRequired ? schemas : optionalSchemas;
  return Object.hasOwn(named, name) ? (named[name] as Schema) : null;
}

function withType(type: NumberType, value: unknown): unknown {
  if (value === null || numberTypeOf(value) === type) return value;
  return new TypedNumber(type, value as number | bigint);
}
