import { DecimalSchema, logicalTypeOf, type Schema } from '@sluice/connect-api';

/** What the values of a schema are, however they are written in it. */
export type ValueType =
  | { readonly kind: 'integer'; readonly bits: 8 | 16 | 32 | 64 }
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'text' }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'uuid' }
  | { readonly kind: 'json' }
  /** A map or a struct. */
  | { readonly kind: 'structured' }
  /** Without a scale each value has its own. */
  | { readonly kind: 'decimal'; readonly scale: number | null; readonly form: 'decimal' | 'scaled struct' }
  | { readonly kind: 'date'; readonly form: 'instant' | 'days' }
  | { readonly kind: 'time'; readonly form: 'instant' | 'text'; readonly unit: null }
  | { readonly kind: 'time'; readonly form: 'count'; readonly unit: TimeUnit }
  /** An instant, or, where it is `local`, what a calendar and a clock on the wall show. */
  | {
      readonly kind: 'timestamp';
      readonly form: 'instant' | 'text';
      readonly local: false;
      readonly unit: null;
    }
  | { readonly kind: 'timestamp'; readonly form: 'count'; readonly local: boolean; readonly unit: TimeUnit }
  | { readonly kind: 'bits'; readonly length: number | null }
  | { readonly kind: 'array'; readonly element: ValueType };

/** What a count of time counts, by the digits of a second that it reaches. */
export type TimeUnit = 'milliseconds' | 'microseconds' | 'nanoseconds';

const bySchemaName: ReadonlyMap<string, ValueType> = new Map<string, ValueType>([
  ['io.debezium.time.Date', { kind: 'date', form: 'days' }],
  ['io.debezium.time.Time', { kind: 'time', form: 'count', unit: 'milliseconds' }],
  ['io.debezium.time.MicroTime', { kind: 'time', form: 'count', unit: 'microseconds' }],
  ['io.debezium.time.NanoTime', { kind: 'time', form: 'count', unit: 'nanoseconds' }],
  ['io.debezium.time.ZonedTime', { kind: 'time', form: 'text', unit: null }],
  ['io.debezium.time.Timestamp', localCount('milliseconds')],
  ['io.debezium.time.MicroTimestamp', localCount('microseconds')],
  ['io.debezium.time.NanoTimestamp', localCount('nanoseconds')],
  ['io.debezium.time.ZonedTimestamp', { kind: 'timestamp', form: 'text', local: false, unit: null }],
  ['io.debezium.data.Json', { kind: 'json' }],
  ['io.debezium.data.Uuid', { kind: 'uuid' }],
  ['io.debezium.data.VariableScaleDecimal', { kind: 'decimal', scale: null, form: 'scaled struct' }],
]);

function localCount(unit: TimeUnit): ValueType {
  return { kind: 'timestamp', form: 'count', local: true, unit };
}

/** What the values of a schema are. */
export function valueTypeOf(schema: Schema): ValueType {
  switch (logicalTypeOf(schema)) {
    case 'Decimal':
      return { kind: 'decimal', scale: DecimalSchema.scaleOf(schema), form: 'decimal' };
    case 'Date':
      return { kind: 'date', form: 'instant' };
    case 'Time':
      return { kind: 'time', form: 'instant', unit: null };
    case 'Timestamp':
      return { kind: 'timestamp', form: 'instant', local: false, unit: null };
    case null:
      return namedType(schema) ?? plainType(schema);
  }
}

function namedType({ name, parameters }: Schema): ValueType | undefined {
  if (name === null) return undefined;
  if (name === 'io.debezium.data.Bits') {
    const length = Number(parameters?.get('length') ?? '');
    return { kind: 'bits', length: Number.isSafeInteger(length) && length > 0 ? length : null };
  }
  return bySchemaName.get(name);
}

function plainType({ type, valueSchema }: Schema): ValueType {
  if (type !== 'ARRAY') return plainTypes[type];
  return valueSchema === null ? { kind: 'structured' } : { kind: 'array', element: valueTypeOf(valueSchema) };
}

const plainTypes: Readonly<Record<Exclude<Schema['type'], 'ARRAY'>, ValueType>> = {
  INT8: { kind: 'integer', bits: 8 },
  INT16: { kind: 'integer', bits: 16 },
  INT32: { kind: 'integer', bits: 32 },
  INT64: { kind: 'integer', bits: 64 },
  FLOAT32: { kind: 'float', bits: 32 },
  FLOAT64: { kind: 'float', bits: 64 },
  BOOLEAN: { kind: 'boolean' },
  STRING: { kind: 'text' },
  BYTES: { kind: 'bytes' },
  MAP: { kind: 'structured' },
  STRUCT: { kind: 'structured' },
};
