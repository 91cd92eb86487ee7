import { DecimalSchema, isDecimal, schemas, TimestampSchema, type Schema } from '@sluice/connect-api';
import type { Type } from '../language/check/type.ts';
import type { Kind } from '../language/values/kind-of.ts';
import { kindOf } from '../language/values/kind-of.ts';
import type { Value } from '../language/values/value.ts';
import { StructValue } from '../record/read/struct-value.ts';
import { schemaOfType } from '../record/write/result-schema.ts';
import { writeOf } from '../record/write/value-writer.ts';
import type { Write } from '../record/write/write.ts';

/** What becomes of the value of a header. */
export interface HeaderResult {
  readonly schema: Schema | null;
  readonly write: Write;
}

const plainResults: Readonly<Partial<Record<Kind, HeaderResult>>> = {
  bool: resultWith(schemas.boolean),
  int: resultWith(schemas.int64),
  uint: resultWith(schemas.int64),
  double: resultWith(schemas.float64),
  string: resultWith(schemas.string),
  bytes: resultWith(schemas.bytes),
  timestamp: resultWith(TimestampSchema.schema),
};

const withoutSchema = resultWith(null);

function resultWith(schema: Schema | null): HeaderResult {
  return { schema, write: writeOf(schema) };
}

/** What the type of an expression says; `null` when the values have to tell. */
export function resultOfType(type: Type): HeaderResult | null {
  const isPlain = type.schema === undefined && type.kind !== 'list' && type.kind !== 'map';
  const schema = isPlain ? null : schemaOfType(type);
  return schema === null ? null : resultWith(schema);
}

/** What a value says by itself: lists and maps have no schema then. */
export function resultOfValue(value: Value): HeaderResult {
  if (isDecimal(value)) return resultWith(DecimalSchema.builder(value.scale).build());
  if (value instanceof StructValue) return resultWith(value.struct.schema);
  return plainResults[kindOf(value)] ?? withoutSchema;
}
