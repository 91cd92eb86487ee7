import type { Schema } from '@sluice/connect-api';
import type { RowColumn } from '../record/row-shape.ts';
import type { SinkDialect } from '../dialect/sink-dialect.ts';
import { encoderOf } from '../values/encode-value.ts';
import type { TargetLimits } from '../values/target-type.ts';
import { valueTypeOf } from '../values/value-type.ts';

/** What new columns are made by. */
export interface ColumnMaking {
  readonly dialect: SinkDialect;
  readonly limits: TargetLimits;
  readonly quote: (name: string) => string;
}

/** Whether a row without a value for the column can be written once it is there. */
export function mayBeMissing({ schema }: RowColumn): boolean {
  return schema.optional || (schema.defaultValue ?? null) !== null;
}

/** `"price" DECIMAL NOT NULL DEFAULT 0`. */
export function columnDefinition(making: ColumnMaking, column: RowColumn, isKey: boolean): string {
  const { dialect, quote } = making;
  const { schema, name } = column;
  const type = dialect.columnType(valueTypeOf(schema), isKey);
  const isRequired = isKey || !schema.optional;
  const defaultText = isKey ? null : defaultOf(making, column, type);
  return [
    quote(name),
    type,
    // A column with a default may stay without a value: the database fills it in.
    isRequired ? 'NOT NULL' : 'NULL',
    ...(defaultText === null ? [] : [`DEFAULT ${defaultText}`]),
  ].join(' ');
}

function defaultOf(
  { dialect, limits }: ColumnMaking,
  { schema, name }: RowColumn,
  typeName: string,
): string | null {
  const value: unknown = schema.defaultValue ?? null;
  if (value === null) return null;
  const encode = encoderOf({
    schema,
    target: { name, typeName, type: { kind: defaultKind(schema) } },
    limits,
    arrayText: (items) => dialect.arrayText(items),
  });
  return dialect.defaultLiteral(encode(value), valueTypeOf(schema));
}

/** The database reads the default from text. */
function defaultKind(schema: Schema): 'boolean' | 'json' | 'other' {
  const { kind } = valueTypeOf(schema);
  if (kind === 'boolean') return 'boolean';
  return kind === 'structured' || kind === 'array' ? 'json' : 'other';
}
