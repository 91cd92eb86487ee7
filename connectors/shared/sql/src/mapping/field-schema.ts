import {
  DateSchema,
  DecimalSchema,
  optionalSchemas,
  schemas,
  TimeSchema,
  TimestampSchema,
  type Schema,
} from '@sluice/connect-api';
import type { ResultColumn } from '../dialect/column.ts';
import type { FieldKind } from './field-kind.ts';
import type { MappingOptions, TimestampGranularity } from './mapping-options.ts';

/** The schema of the field that a column becomes. */
export function fieldSchemaOf(column: ResultColumn, kind: FieldKind, options: MappingOptions): Schema {
  // What Java's connectors leave out may be left out again by whoever reads: hence never required.
  const optional = column.nullable || column.jdbcType === 'OTHER' || mayBecomeNull(kind, options);
  switch (kind) {
    case 'decimal':
      return decimalSchema(scaleOf(column, options), optional);
    case 'date':
      return optional ? DateSchema.optionalSchema : DateSchema.schema;
    case 'time':
      return optional ? TimeSchema.optionalSchema : TimeSchema.schema;
    case 'timestamp':
      return timestampSchema(options.timestampGranularity, optional);
    default:
      return (optional ? optionalSchemas : schemas)[kind];
  }
}

function mayBecomeNull(kind: FieldKind, { zeroDates }: MappingOptions): boolean {
  return zeroDates === 'CONVERT_TO_NULL' && (kind === 'date' || kind === 'timestamp');
}

function decimalSchema(scale: number, optional: boolean): Schema {
  const builder = DecimalSchema.builder(scale);
  return optional ? builder.optional().build() : builder.build();
}

/** The scale that all values of a column have. */
export function scaleOf({ precision, scale }: ResultColumn, { defaultNumericScale }: MappingOptions): number {
  return precision === 0 && scale === 0 ? defaultNumericScale : scale;
}

function timestampSchema(granularity: TimestampGranularity, optional: boolean): Schema {
  if (granularity === 'connect_logical')
    return optional ? TimestampSchema.optionalSchema : TimestampSchema.schema;
  const kind = granularity.endsWith('_long') ? 'int64' : 'string';
  return (optional ? optionalSchemas : schemas)[kind];
}
