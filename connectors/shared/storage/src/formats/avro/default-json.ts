import {
  DateSchema,
  DecimalSchema,
  isDecimal,
  isStruct,
  logicalTypeOf,
  TimeSchema,
  TimestampSchema,
  type Schema,
} from '@sluice/connect-api';

/** A default value as Avro schemas have it: bytes are text of their values, and so on. */
export function defaultJson(schema: Schema, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (logicalTypeOf(schema)) {
    case 'Decimal':
      return isDecimal(value) ? DecimalSchema.encode(schema, value).toString('latin1') : null;
    case 'Date':
      return DateSchema.encode(schema, value as Date);
    case 'Time':
      return TimeSchema.encode(schema, value as Date);
    case 'Timestamp':
      return Number(TimestampSchema.encode(schema, value as Date));
    case null:
      return plainJson(schema, value);
  }
}

/** A number that JSON.stringify writes with all its digits; TypeScript does not know it yet. */
const { rawJSON: rawNumber } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };

function plainJson(schema: Schema, value: unknown): unknown {
  if (typeof value === 'bigint') return rawNumber(String(value));
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (Array.isArray(value)) return value.map((item) => defaultJson(schema.valueSchema as Schema, item));
  if (value instanceof Map) {
    const entries = Array.from(value as ReadonlyMap<unknown, unknown>, ([key, item]) => [
      String(key),
      defaultJson(schema.valueSchema as Schema, item),
    ]);
    return Object.fromEntries(entries) as unknown;
  }
  if (isStruct(value)) {
    return Object.fromEntries(
      schema.fields.map(({ name, schema: field }) => [name, defaultJson(field, value.get(name))]),
    ) as unknown;
  }
  return value;
}
