import {
  DataError,
  isStruct,
  SchemaBuilder,
  type Schema,
  type SinkRecord,
  type Struct,
} from '@sluice/connect-api';
import { changeEventLayout, eventOfChange, statePart, type ChangeEventLayout } from './change-event.ts';
import { columnOfField, type StructPart } from './columns-of-struct.ts';
import { keyOfHeaders, keyOfPlace, keyOfRecordKey, keyOfStruct } from './key-columns.ts';
import type { RowSettings } from './row-settings.ts';
import type { RecordPlan, RowColumn, RowEvent, RowShape } from './row-shape.ts';

/**
 * How records with the topic and schemas of this one become rows.
 * @throws DataError when they cannot.
 */
export function planOf(settings: RowSettings, record: SinkRecord): RecordPlan {
  const { valueSchema, value } = record;
  if (value === null) return tombstonePlan(settings, record);
  if (valueSchema === null) {
    throw new DataError(
      'The value has no schema, so that it has no columns: use a converter that gives it one, JsonConverter with schemas.enable for example',
      { code: 'RECORD_NOT_A_ROW' },
    );
  }
  const layout = changeEventLayout(valueSchema);
  return layout === null ? rowPlan(settings, record, valueSchema) : changePlan(settings, record, layout);
}

function tombstonePlan(settings: RowSettings, record: SinkRecord): RecordPlan {
  const { deletes, keyMode } = settings;
  if (deletes === 'refuse') {
    throw new DataError(
      'The record has no value: it says that its row is gone, and rows are deleted only with delete.enabled=true',
      { code: 'RECORD_NOT_A_ROW' },
    );
  }
  if (deletes === 'ignore' || keyMode !== 'record_key') {
    return { eventOf: () => 'nothing', written: null, deleted: null };
  }
  return {
    eventOf: () => 'delete',
    written: null,
    deleted: keyShape(keyOfRecordKey(settings, record.keySchema)),
  };
}

function rowPlan(settings: RowSettings, record: SinkRecord, schema: Schema): RecordPlan {
  return {
    eventOf: () => 'write',
    written: writtenShape(settings, record, valuePart(schema)),
    deleted: null,
  };
}

function changePlan(settings: RowSettings, record: SinkRecord, layout: ChangeEventLayout): RecordPlan {
  const { deletes, truncates } = settings;
  const allowed = (event: RowEvent): RowEvent =>
    (event === 'delete' && deletes !== 'apply') || (event === 'truncate' && !truncates) ? 'nothing' : event;
  return {
    eventOf: (event) => allowed(eventOfChange(layout, event)),
    written: writtenShape(settings, record, stateOf('after', layout)),
    deleted: deletes === 'apply' ? deletedShape(settings, record, layout) : null,
  };
}

function deletedShape(settings: RowSettings, record: SinkRecord, layout: ChangeEventLayout): RowShape | null {
  if (settings.keyMode === 'record_key') return keyShape(keyOfRecordKey(settings, record.keySchema));
  if (settings.keyMode !== 'record_value' || layout.before === null) return null;
  return keyShape(keyOfStruct(settings, stateOf('before', layout)));
}

function writtenShape(settings: RowSettings, record: SinkRecord, value: StructPart | RowColumn): RowShape {
  const key = keyColumns(settings, record, value);
  const keyNames = new Set(key.map(({ name }) => name));
  const others = valueColumns(settings, record.topic, value).filter(({ name }) => !keyNames.has(name));
  if (key.length + others.length === 0) {
    throw new DataError('No field of the record becomes a column', { code: 'RECORD_NOT_A_ROW' });
  }
  return { columns: [...key, ...others], keyCount: key.length };
}

function keyColumns(
  settings: RowSettings,
  record: SinkRecord,
  value: StructPart | RowColumn,
): readonly RowColumn[] {
  switch (settings.keyMode) {
    case 'none':
      return [];
    case 'kafka':
      return keyOfPlace(settings);
    case 'record_key':
      return keyOfRecordKey(settings, record.keySchema);
    case 'record_header':
      return keyOfHeaders(settings, record);
    case 'record_value':
      if ('fields' in value) return keyOfStruct(settings, value);
      throw new DataError('The key of the row is to be made of fields of the value, which is no struct', {
        code: 'RECORD_NOT_A_ROW',
      });
  }
}

function valueColumns(
  settings: RowSettings,
  topic: string,
  value: StructPart | RowColumn,
): readonly RowColumn[] {
  if (!('fields' in value)) return [{ ...value, name: settings.plainValueColumn }];
  return value.fields
    .filter(({ name }) => settings.acceptsField(topic, name))
    .map((field) => asInstant(settings, columnOfField(value, field, settings)));
}

/** An integer that counts from the epoch is given the schema that says so. */
function asInstant({ epochFields, epochUnit }: RowSettings, column: RowColumn): RowColumn {
  const { name, schema } = column;
  if (!epochFields.includes(name) || schema.type !== 'INT64' || schema.name !== null) return column;
  const builder = SchemaBuilder.int64().name(epochSchemas[epochUnit]).version(1);
  return { ...column, schema: (schema.optional ? builder.optional() : builder).build() };
}

const epochSchemas = {
  microseconds: 'io.debezium.time.MicroTimestamp',
  nanoseconds: 'io.debezium.time.NanoTimestamp',
} as const;

function keyShape(columns: readonly RowColumn[]): RowShape {
  return { columns, keyCount: columns.length };
}

function stateOf(state: 'before' | 'after', layout: ChangeEventLayout): StructPart {
  const field = state === 'after' ? layout.after : (layout.before ?? layout.after);
  return { path: `value.${field.name}`, fields: field.schema.fields, read: statePart(field) };
}

function valuePart(schema: Schema): StructPart | RowColumn {
  if (schema.type !== 'STRUCT') {
    return { name: '', schema, path: 'value', read: (record) => record.value };
  }
  return {
    path: 'value',
    fields: schema.fields,
    read: ({ value }): Struct => {
      if (isStruct(value)) return value;
      throw new DataError('The value of the record is no struct, as its schema says', {
        code: 'RECORD_NOT_A_ROW',
      });
    },
  };
}
