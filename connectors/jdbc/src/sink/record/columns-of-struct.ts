import type { Field, SinkRecord, Struct } from '@sluice/connect-api';
import type { RowColumn } from './row-shape.ts';
import type { RowSettings } from './row-settings.ts';

/** A struct in a record that columns are read from. */
export interface StructPart {
  /** How messages call it: `key`, `value.after`. */
  readonly path: string;
  readonly fields: readonly Field[];
  /** @throws DataError, when called, for a record without it. */
  readonly read: (record: SinkRecord) => Struct;
}

/** The column that a field of a struct fills. */
export function columnOfField(part: StructPart, field: Field, settings: RowSettings): RowColumn {
  const { index, schema } = field;
  const replacement: unknown = settings.replacesNull ? (schema.defaultValue ?? null) : null;
  return {
    name: field.name,
    schema,
    path: `${part.path}.${field.name}`,
    read:
      replacement === null
        ? (record) => part.read(record).getAt(index)
        : (record) => part.read(record).getAt(index) ?? replacement,
  };
}
