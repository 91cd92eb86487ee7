import {
  DataError,
  isStruct,
  type Field,
  type Schema,
  type SinkRecord,
  type Struct,
} from '@sluice/connect-api';
import type { RowEvent } from './row-shape.ts';

/** Where the parts of a change event stand that a connector of Debezium wrote. */
export interface ChangeEventLayout {
  readonly before: Field | null;
  readonly after: Field;
  readonly operation: Field;
}

/** The layout of change events of a schema; `null` when its values are plain rows. */
export function changeEventLayout(schema: Schema): ChangeEventLayout | null {
  if (schema.type !== 'STRUCT' || !isEnvelopeName(schema.name)) return null;
  const after = schema.field('after');
  const operation = schema.field('op');
  if (after?.schema.type !== 'STRUCT' || operation?.schema.type !== 'STRING') return null;
  const before = schema.field('before');
  return { before: before?.schema.type === 'STRUCT' ? before : null, after, operation };
}

function isEnvelopeName(name: string | null): boolean {
  return name !== null && (name === 'Envelope' || name.endsWith('.Envelope'));
}

const events: ReadonlyMap<unknown, RowEvent> = new Map([
  ['c', 'write'],
  ['r', 'write'],
  ['u', 'write'],
  ['d', 'delete'],
  ['t', 'truncate'],
  ['m', 'nothing'],
]);

/** What a change event says of its row. @throws DataError for an operation that there is not. */
export function eventOfChange({ operation }: ChangeEventLayout, record: SinkRecord): RowEvent {
  const code = (record.value as Struct).getAt(operation.index);
  const event = events.get(code);
  if (event !== undefined) return event;
  throw new DataError(`The change event has the operation ${String(code)}, which there is not`, {
    code: 'RECORD_NOT_A_ROW',
  });
}

/** Gives a part of change events. @throws DataError, when called, for an event without it. */
export function statePart(field: Field): (record: SinkRecord) => Struct {
  return (record) => {
    const state = (record.value as Struct).getAt(field.index);
    if (isStruct(state)) return state;
    throw new DataError(`The change event has nothing in its field ${field.name}`, {
      code: 'RECORD_NOT_A_ROW',
    });
  };
}
