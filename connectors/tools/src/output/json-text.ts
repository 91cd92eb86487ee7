import { formatJavaText, isStruct, type Struct } from '@sluice/connect-api';

/** A value of a record as JSON, whole numbers with all their digits. */
export function jsonText(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : `"${value}"`;
    case 'string':
      return JSON.stringify(value);
    default:
      return value === null || value === undefined ? 'null' : jsonOfObject(value);
  }
}

function jsonOfObject(value: object): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (value instanceof Map) return jsonOfEntries(value);
  if (isStruct(value)) return jsonOfEntries(fieldsOf(value));
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  if (value instanceof Date) return String(value.getTime());
  return JSON.stringify(formatJavaText(value));
}

function* fieldsOf(struct: Struct): Generator<[string, unknown]> {
  for (const { name } of struct.schema.fields ?? []) yield [name, struct.get(name)];
}

function jsonOfEntries(entries: Iterable<readonly [unknown, unknown]>): string {
  const parts = Array.from(entries, ([key, value]) => {
    const name = typeof key === 'string' ? key : jsonText(key);
    return `${JSON.stringify(name)}:${jsonText(value)}`;
  });
  return `{${parts.join(',')}}`;
}
