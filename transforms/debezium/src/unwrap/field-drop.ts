import { DataError, type ConnectRecord, type Schema } from '@sluice/connect-api';
import type { Column } from './column-plan.ts';

/** The `drop.fields.…` options. */
export interface DropOptions {
  /** The header that names the fields; `null` drops none. */
  readonly headerName: string | null;
  readonly fromKey: boolean;
  /** Whether only fields are dropped that are optional. */
  readonly keepsCompatible: boolean;
}

/** Which fields a record asks to be dropped; has at least one. */
export interface FieldDrop {
  readonly names: ReadonlySet<string>;
  /** The same for the same names. */
  readonly id: string;
}

/**
 * What the header of a record asks for, the first one of its name; `null` when it has none, or one without names.
 * @throws DataError when the header is no list of names.
 */
export function fieldDropOf(record: ConnectRecord, { headerName }: DropOptions): FieldDrop | null {
  if (headerName === null || !record.hasHeaders) return null;
  const value: unknown = record.headers.allWithName(headerName)[0]?.value ?? null;
  if (value === null) return null;
  if (!isNameList(value)) {
    throw new DataError(`Header ${headerName} is to list the fields to be dropped, and is no list of texts`);
  }
  return value.length === 0 ? null : { names: new Set(value), id: JSON.stringify(value) };
}

function isNameList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

/** Whether the drop concerns structs of a schema: all that is not dropped is copied with defaults then. */
export function concerns(drop: FieldDrop, { fields }: Schema, { keepsCompatible }: DropOptions): boolean {
  return !keepsCompatible || fields.some(({ name, schema }) => schema.optional && drop.names.has(name));
}

/** The columns that stay. */
export function withoutDropped(
  columns: readonly Column[],
  drop: FieldDrop,
  { keepsCompatible }: DropOptions,
): readonly Column[] {
  return columns.filter(({ name, schema }) => !drop.names.has(name) || (keepsCompatible && !schema.optional));
}

/** The fields of a map that stay: without a schema, none of them is required. */
export function mapWithoutDropped<M extends Map<unknown, unknown>>(map: M, drop: FieldDrop): M {
  for (const name of drop.names) map.delete(name);
  return map;
}
