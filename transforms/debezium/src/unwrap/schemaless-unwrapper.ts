import {
  DataError,
  LinkedMap,
  nameField,
  type ConnectRecord,
  type ConnectRecordInit,
} from '@sluice/connect-api';
import { deletedField } from './delete-mode.ts';
import { fieldDropOf, mapWithoutDropped } from './field-drop.ts';
import { readReference } from './field-reference.ts';
import type { KeyDrop } from './key-drop.ts';
import type { UnwrapOptions } from './unwrap-options.ts';

type AnyMap = ReadonlyMap<unknown, unknown>;

/** Does to change events without a schema what is done to those with one. */
export class SchemalessUnwrapper {
  readonly #options: UnwrapOptions;
  readonly #keys: KeyDrop;

  constructor(options: UnwrapOptions, keys: KeyDrop) {
    this.#options = options;
    this.#keys = keys;
  }

  unwrap(record: ConnectRecord, event: AnyMap): ConnectRecord | null {
    const after = rowIn(event, 'after');
    const row = after ?? rowIn(event, 'before');
    const { deleted } = this.#options.mode;
    // Neither a state before nor one after: the table was truncated.
    if (row === null || (after === null && deleted === 'nothing')) return null;
    const isRow = after !== null || deleted === 'old-row';
    return record.with({
      ...this.#topicChange(row),
      ...this.#headerChange(record, event),
      ...this.#keys.changesOf(record, fieldDropOf(record, this.#options.drops)),
      value: isRow ? this.#rewrite(record, event, { row, isDeleted: after === null }) : null,
    });
  }

  #rewrite(record: ConnectRecord, event: AnyMap, { row, isDeleted }: { row: AnyMap; isDeleted: boolean }) {
    const { mode, addedFields, drops } = this.#options;
    const rewritten = new LinkedMap<unknown, unknown>(row);
    if (mode.deleted === 'old-row') rewritten.set(deletedField, String(isDeleted));
    const drop = fieldDropOf(record, drops);
    if (drop !== null && isDeleted) mapWithoutDropped(rewritten, drop);
    for (const reference of addedFields) {
      const value = readReference(reference, event);
      if (value !== undefined) rewritten.set(reference.newName, value);
    }
    return drop === null || isDeleted ? rewritten : mapWithoutDropped(rewritten, drop);
  }

  #topicChange(row: AnyMap): Partial<ConnectRecordInit> {
    const { routeByField } = this.#options;
    if (routeByField === null) return {};
    const topic: unknown = row.get(routeByField);
    if (topic === undefined)
      throw nameField(new DataError(`${routeByField} is not a valid field name`), routeByField);
    if (topic !== null && typeof topic !== 'string') {
      throw nameField(new DataError(`Field '${routeByField}' is not of type STRING`), routeByField);
    }
    return topic === null || topic.trim() === '' ? {} : { topic };
  }

  #headerChange(record: ConnectRecord, event: AnyMap): Partial<ConnectRecordInit> {
    const { addedHeaders } = this.#options;
    if (addedHeaders.length === 0) return {};
    const headers = record.headers.duplicate();
    for (const reference of addedHeaders) {
      const value = readReference(reference, event);
      if (value !== undefined) headers.add(reference.newName, value, null);
    }
    return { headers };
  }
}

/** A state of the row; `null` when the event has none. @throws DataError when it is no map. */
function rowIn(event: AnyMap, state: 'before' | 'after'): AnyMap | null {
  const row: unknown = event.get(state) ?? null;
  if (row === null || row instanceof Map) return row;
  throw nameField(new DataError(`The row in field ${state} of the change event is no map`), state);
}
