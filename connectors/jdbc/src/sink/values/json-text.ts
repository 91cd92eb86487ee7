import {
  epochMsOf,
  formatFloat32,
  formatFloat64,
  isDecimal,
  isStruct,
  type Schema,
} from '@sluice/connect-api';

/** A value as JSON: exact numbers, bytes in base64, instants in ISO 8601, maps as objects where their keys are texts. */
export function jsonText(value: unknown, schema: Schema | null): string {
  if (value === null || value === undefined) return 'null';
  if (isStruct(value)) {
    const members = value.schema.fields.map(
      ({ name, index, schema: field }) => `${JSON.stringify(name)}:${jsonText(value.getAt(index), field)}`,
    );
    return `{${members.join(',')}}`;
  }
  if (Array.isArray(value)) {
    return `[${value.map((item) => jsonText(item, schema?.valueSchema ?? null)).join(',')}]`;
  }
  if (value instanceof Map) return mapText(value, schema);
  return plainText(value, schema);
}

function mapText(map: ReadonlyMap<unknown, unknown>, schema: Schema | null): string {
  const entries = [...map];
  const item = schema?.valueSchema ?? null;
  if (entries.every(([key]) => typeof key === 'string')) {
    const members = entries.map(([key, value]) => `${JSON.stringify(key)}:${jsonText(value, item)}`);
    return `{${members.join(',')}}`;
  }
  const pairs = entries.map(
    ([key, value]) => `[${jsonText(key, schema?.keySchema ?? null)},${jsonText(value, item)}]`,
  );
  return `[${pairs.join(',')}]`;
}

function plainText(value: unknown, schema: Schema | null): string {
  if (typeof value === 'bigint' || isDecimal(value)) return String(value);
  if (typeof value === 'number') return numberText(value, schema);
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  if (value instanceof Date) return JSON.stringify(instantText(value));
  return JSON.stringify(value);
}

function numberText(value: number, schema: Schema | null): string {
  if (!Number.isFinite(value)) return JSON.stringify(String(value));
  if (schema?.type === 'FLOAT32') return formatFloat32(value);
  return schema?.type === 'FLOAT64' ? formatFloat64(value) : String(value);
}

function instantText(date: Date): string {
  const epochMs = epochMsOf(date);
  return typeof epochMs === 'bigint' ? String(epochMs) : date.toISOString();
}
