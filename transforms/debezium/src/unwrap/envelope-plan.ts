import { DataError, isStruct, optionalSchemas, type Schema, type Struct } from '@sluice/connect-api';
import { envelopeField } from '../envelope.ts';
import { requiredField } from '../required-field.ts';
import { ColumnPlan, columnsOf, type Column } from './column-plan.ts';
import { deletedField } from './delete-mode.ts';
import { withoutDropped, type FieldDrop } from './field-drop.ts';
import { resolveReference, type ResolvedReference } from './field-reference.ts';
import type { UnwrapOptions } from './unwrap-options.ts';

const maxDropLists = 16;

/** The two states of a row in a change event. */
export type RowState = 'before' | 'after';

/** What is done to change events of one schema: compiled once, applied to each record. */
export class EnvelopePlan {
  /** The schema of the row after the change. */
  readonly rowSchema: Schema;
  readonly headers: readonly ResolvedReference[];
  readonly #schema: Schema;
  readonly #options: UnwrapOptions;
  readonly #afterIndex: number;
  readonly #added: readonly Column[];
  /** By the state of the row and the fields that are dropped. */
  readonly #plans = new Map<string, ColumnPlan>();

  /** @throws DataError when there is no field `after`. */
  constructor(schema: Schema, options: UnwrapOptions) {
    this.#schema = schema;
    this.#options = options;
    const after = envelopeField(schema, 'after');
    this.#afterIndex = after.index;
    this.rowSchema = after.schema;
    const resolve = (references: UnwrapOptions['addedFields']) =>
      references.flatMap((reference) => resolveReference(reference, schema) ?? []);
    this.headers = resolve(options.addedHeaders);
    this.#added = resolve(options.addedFields).map(({ newName, schema: added, read }) => ({
      name: newName,
      schema: added,
      read: (_, event) => read(event),
    }));
  }

  after(event: Struct): unknown {
    return event.getAt(this.#afterIndex);
  }

  /** @throws DataError when events of this schema have no such state. */
  before(event: Struct): unknown {
    return event.getAt(envelopeField(this.#schema, 'before').index);
  }

  /** The row with what is to be added to it. @throws DataError when the row is no struct, or a field does not fit. */
  rewrite(event: Struct, state: RowState, drop: FieldDrop | null): { schema: Schema; value: Struct } {
    const row = state === 'after' ? this.after(event) : this.before(event);
    if (!isStruct(row)) {
      throw new DataError(`The row in field ${state} of the change event is no struct`);
    }
    const plan = this.#planFor(state, drop);
    return { schema: plan.schema, value: plan.apply(row, event) };
  }

  /** What a field of the row says of the topic; null and blank texts say nothing. */
  topicOf(event: Struct, state: RowState, field: string): string | null {
    const row = state === 'after' ? this.after(event) : this.before(event);
    const { index } = requiredField(envelopeField(this.#schema, state).schema, field, 'STRING');
    const topic = isStruct(row) ? (row.getAt(index) as string | null) : null;
    return topic === null || topic.trim() === '' ? null : topic;
  }

  #planFor(state: RowState, drop: FieldDrop | null): ColumnPlan {
    const key = state + (drop?.id ?? '');
    let plan = this.#plans.get(key);
    if (plan === undefined) {
      plan = this.#compile(state, drop);
      if (this.#plans.size >= maxDropLists) this.#plans.clear();
      this.#plans.set(key, plan);
    }
    return plan;
  }

  /** Added fields can be dropped from rows that are there, and not from deleted ones: so it is in Debezium. */
  #compile(state: RowState, drop: FieldDrop | null): ColumnPlan {
    const row = envelopeField(this.#schema, state).schema;
    const { drops, mode, appliesDefaults } = this.#options;
    const rewrites = mode.deleted === 'old-row';
    const own = (all: boolean) => [
      ...columnsOf(row, all || (rewrites && appliesDefaults)),
      ...(rewrites ? [deletedColumn(state)] : []),
    ];
    if (drop === null) return new ColumnPlan(row, [...own(false), ...this.#added]);
    const droppable = state === 'after' ? [...own(false), ...this.#added] : own(false);
    const isConcerned = !drops.keepsCompatible || droppable.some((column) => isDropped(column, drop));
    const staying = withoutDropped(
      [...own(isConcerned), ...(state === 'after' ? this.#added : [])],
      drop,
      drops,
    );
    return new ColumnPlan(row, state === 'after' ? staying : [...staying, ...this.#added]);
  }
}

function isDropped({ name, schema }: Column, { names }: FieldDrop): boolean {
  return schema.optional && names.has(name);
}

function deletedColumn(state: RowState): Column {
  const text = state === 'after' ? 'false' : 'true';
  return { name: deletedField, schema: optionalSchemas.string, read: () => text };
}
