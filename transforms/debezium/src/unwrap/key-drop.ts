import {
  isStruct,
  LinkedMap,
  SchemaCache,
  type ConnectRecord,
  type ConnectRecordInit,
  type Schema,
} from '@sluice/connect-api';
import { ColumnPlan, columnsOf } from './column-plan.ts';
import {
  concerns,
  mapWithoutDropped,
  withoutDropped,
  type DropOptions,
  type FieldDrop,
} from './field-drop.ts';

const maxLists = 16;

type KeyChange = Pick<ConnectRecordInit, 'keySchema' | 'key'>;

/** Drops fields from keys, with `drop.fields.from.key`. */
export class KeyDrop {
  readonly #options: DropOptions;
  readonly #plans = new SchemaCache(() => new Map<string, ColumnPlan | null>());

  constructor(options: DropOptions) {
    this.#options = options;
  }

  /** What changes of a record; nothing where its key has no fields, or none that is to be dropped. */
  changesOf({ keySchema, key }: ConnectRecord, drop: FieldDrop | null): KeyChange {
    if (drop === null || !this.#options.fromKey) return {};
    if (keySchema === null)
      return key instanceof Map ? { key: mapWithoutDropped(new LinkedMap(key), drop) } : {};
    if (!isStruct(key)) return {};
    const plan = this.#planFor(keySchema, drop);
    return plan === null ? {} : { keySchema: plan.schema, key: plan.apply(key, key) };
  }

  #planFor(schema: Schema, drop: FieldDrop): ColumnPlan | null {
    const plans = this.#plans.get(schema);
    let plan = plans.get(drop.id);
    if (plan === undefined) {
      plan = compile(schema, drop, this.#options);
      if (plans.size >= maxLists) plans.clear();
      plans.set(drop.id, plan);
    }
    return plan;
  }
}

function compile(schema: Schema, drop: FieldDrop, options: DropOptions): ColumnPlan | null {
  if (!concerns(drop, schema, options)) return null;
  return new ColumnPlan(schema, withoutDropped(columnsOf(schema, true), drop, options));
}
