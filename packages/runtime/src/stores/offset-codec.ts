import { DataError, type OffsetValue, type SourceOffset, type SourcePartition } from '@sluice/connect-api';

/**
 * The key under which a source partition's offset is stored: `["<connector>",<partition or null>]`. Java workers
 * find it by its bytes, so fields stand in the order the connector gave them.
 * @throws DataError when the partition holds what cannot be stored.
 */
export function encodeOffsetKey(connector: string, partition: SourcePartition | null): string {
  return `[${JSON.stringify(connector)},${encodeFields(partition)}]`;
}

/**
 * The stored form of an offset.
 * @throws DataError when the offset holds what cannot be stored.
 */
export function encodeOffset(offset: SourceOffset): string {
  return encodeFields(offset);
}

/**
 * Reads a stored offset. Integers too large for a number come as `bigint`.
 * @throws DataError when the text is not a JSON object of primitives.
 */
export function decodeOffset(text: string): SourceOffset {
  const parsed = parseExactly(text);
  if (!isFields(parsed))
    throw new DataError('Offsets must be specified as a Map', { code: 'OFFSET_INVALID' });
  return parsed;
}

/** The connector and partition of a stored key, `null` when the key is none of ours. */
export function decodeOffsetKey(
  text: string,
): { connector: string; partition: SourcePartition | null } | null {
  let parsed: unknown;
  try {
    parsed = parseExactly(text);
  } catch {
    return null;
  }
  if (!Array.isArray(parsed) || parsed.length !== 2) return null;
  const [connector, partition] = parsed as [unknown, unknown];
  if (typeof connector !== 'string') return null;
  if (partition !== null && !isFields(partition)) return null;
  return { connector, partition };
}

/** The key in a form that is the same for all orders of the partition's fields. */
export function canonicalOffsetKey(text: string): string {
  const key = decodeOffsetKey(text);
  return key === null ? text : `[${JSON.stringify(key.connector)},${canonicalFields(key.partition)}]`;
}

/**
 * A partition in a form that is the same for all orders of its fields.
 * @throws DataError when the partition holds what cannot be stored.
 */
export function canonicalFields(partition: SourcePartition | null): string {
  return encodeFields(partition, (a, b) => (a < b ? -1 : 1));
}

function encodeFields(
  fields: Readonly<Record<string, OffsetValue>> | null,
  order?: (a: string, b: string) => number,
): string {
  if (fields === null) return 'null';
  if (typeof fields !== 'object')
    throw new DataError('Offsets must be specified as a Map', { code: 'OFFSET_INVALID' });
  const names = Object.keys(fields);
  if (order !== undefined) names.sort(order);
  const parts = names.map((name) => `${JSON.stringify(name)}:${encodeValue(name, fields[name])}`);
  return `{${parts.join(',')}}`;
}

function encodeValue(field: string, value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  const what = typeof value === 'number' ? `the number ${value}` : Object(value).constructor.name;
  throw new DataError(
    `Offsets may only contain primitive types as values, but field ${field} contains ${what}`,
    { code: 'OFFSET_INVALID' },
  );
}

function isFields(value: unknown): value is Record<string, OffsetValue> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((field) => field === null || typeof field !== 'object')
  );
}

function parseExactly(text: string): unknown {
  return JSON.parse(text, (_key: string, value: unknown, ...rest: unknown[]) => {
    const source = (rest[0] as { source?: string } | undefined)?.source;
    const inexact = typeof value === 'number' && !Number.isSafeInteger(value);
    return inexact && source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
  }) as unknown;
}
