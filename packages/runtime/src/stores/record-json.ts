/** The fields of a record; `null` for one that deletes its key. */
export type RecordFields = Readonly<Record<string, unknown>>;

/** What stands in the value of a record: fields, something else that is JSON, or no JSON at all. */
export type RecordValue =
  | { readonly kind: 'fields'; readonly fields: RecordFields }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'other' }
  | { readonly kind: 'unreadable' };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a value as Java's JsonConverter without schemas writes it. */
export function decodeRecordValue(bytes: Buffer | null): RecordValue {
  if (bytes === null) return { kind: 'deleted' };
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes), integersOnly);
    if (value === null) return { kind: 'deleted' };
    return isFields(value) ? { kind: 'fields', fields: value } : { kind: 'other' };
  } catch {
    // What is wrong with it stays unsaid: the reason would quote the text, which may have secrets.
    return { kind: 'unreadable' };
  }
}

/** Without spaces, as Java writes it. */
export function encodeRecordValue(fields: RecordFields): string {
  return JSON.stringify(fields);
}

/** An integer that a number holds exactly, or `null` for anything else. */
export function integerIn(fields: RecordFields, name: string): number | null {
  const value = fields[name];
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

export function textIn(fields: RecordFields, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' ? value : null;
}

/** Java tells `1` from `1.0`, and refuses the latter where it wants an integer. */
function integersOnly(_key: string, value: unknown, ...rest: unknown[]): unknown {
  const { source } = (rest[0] ?? {}) as { readonly source?: string };
  return typeof value === 'number' && source !== undefined && /[.eE]/.test(source) ? Number.NaN : value;
}

export function isFields(value: unknown): value is RecordFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
