import { project, schemaEquals, SchemaProjectorError, type Schema } from '@sluice/connect-api';

export type Compatibility = 'NONE' | 'BACKWARD' | 'FORWARD' | 'FULL';

/**
 * Whether files that are being written with a schema have to be completed before a record with another one.
 * @throws SchemaProjectorError when versions are to decide and a schema has none.
 */
export function changesSchema(
  compatibility: Compatibility,
  record: Schema | null,
  current: Schema | null,
): boolean {
  if (record === current) return false;
  if (record === null || current === null) return true;
  if (schemaEquals(record, current)) return false;
  if (compatibility === 'NONE') return true;
  if (record.type !== current.type || record.name !== current.name) return true;
  if (record.version === null || current.version === null) {
    throw new SchemaProjectorError(
      `schema.compatibility=${compatibility} goes by versions of schemas, and there is none in that of the record or in that before: ${record.toString()}`,
    );
  }
  return compatibility === 'FORWARD' ? record.version < current.version : record.version > current.version;
}

/**
 * The value as the files being written have it.
 * @throws SchemaProjectorError when it cannot be brought into that form.
 */
export function projected(value: unknown, from: Schema | null, to: Schema | null): unknown {
  if (from === to || from === null || to === null || schemaEquals(from, to)) return value;
  return project(from, value, to);
}
