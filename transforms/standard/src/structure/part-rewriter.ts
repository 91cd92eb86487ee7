import {
  SchemaCache,
  type ConnectRecord,
  type JoinedTransformations,
  type RecordPart,
  type Schema,
  type Transformation,
} from '@sluice/connect-api';
import { DeferredRewriter } from './deferred-rewriter.ts';
import { entryChanges, type EntryChanges } from './entry-changes.ts';
import type { FieldTree } from './field-tree.ts';
import { requiredMap, requiredStruct } from './required-structure.ts';
import { canRewriteInPlace, rewriteMap, rewriteMapInPlace } from './rewrite-map.ts';
import { StructPlan, type StructPlanOptions } from './struct-plan.ts';

export interface PartRewriterOptions extends StructPlanOptions {
  readonly part: RecordPart;
  /** What the fields are needed for, as errors say it. */
  readonly purpose: string;
  readonly tree: FieldTree;
  /** What becomes of a half that is null: nothing at all (default), an error, or null with the new schema. */
  readonly nulls?: 'untouched' | 'refused' | 'with-new-schema';
}

/** Changes fields of one half of each record as a tree says. */
export class PartRewriter implements Transformation {
  readonly renewsMapOf: 'key' | 'value';
  /** What it does to a map without schema, where the names of the entries tell that; else `null`. */
  readonly entryChanges: EntryChanges | null;
  readonly #canWorkInPlace: boolean;
  readonly #options: PartRewriterOptions;
  readonly #plans: SchemaCache<StructPlan>;

  constructor(options: PartRewriterOptions) {
    this.renewsMapOf = options.part.name;
    this.entryChanges = entryChanges(options.tree);
    this.#canWorkInPlace = canRewriteInPlace(options.tree);
    this.#options = options;
    this.#plans = new SchemaCache((schema) => new StructPlan(schema, options.tree, options));
  }

  apply(record: ConnectRecord): ConnectRecord {
    const { part, nulls = 'untouched' } = this.#options;
    const value = part.valueOf(record);
    const schema = part.schemaOf(record);
    if (value === null && nulls !== 'refused') {
      if (schema === null || nulls === 'untouched') return record;
      return part.replaced(record, this.#plans.get(schema).schema, null);
    }
    return schema === null ? this.#withMap(record, value) : this.#withStruct(record, schema, value);
  }

  applyInPlace(record: ConnectRecord): ConnectRecord {
    const { part, tree } = this.#options;
    const value = part.valueOf(record);
    if (!this.#canWorkInPlace || !(value instanceof Map) || part.schemaOf(record) !== null) {
      return this.apply(record);
    }
    rewriteMapInPlace(value, tree, record);
    return record;
  }

  joinWith(following: readonly Transformation[]): JoinedTransformations | null {
    if (this.entryChanges === null || this.renewsMapOf !== 'value') return null;
    const changes = changesAlike(following, this.#options.part);
    return new DeferredRewriter({
      changes: [this.entryChanges, ...changes],
      joined: changes.length,
      delimiter: null,
    });
  }

  #withMap(record: ConnectRecord, value: unknown): ConnectRecord {
    const { part, purpose, tree } = this.#options;
    return part.replaced(record, null, rewriteMap(requiredMap(value, purpose), tree, record));
  }

  #withStruct(record: ConnectRecord, schema: Schema, value: unknown): ConnectRecord {
    const { part, purpose } = this.#options;
    const struct = requiredStruct(value, schema, purpose);
    const plan = this.#plans.get(schema);
    return part.replaced(record, plan.schema, plan.apply(struct, record));
  }
}

/** The changes by name of the first transformations, as far as these make such changes alone, and in this half. */
export function changesAlike(transformations: readonly Transformation[], part: RecordPart): EntryChanges[] {
  const changes: EntryChanges[] = [];
  for (const next of transformations) {
    const isAlike = next instanceof PartRewriter && next.renewsMapOf === part.name;
    if (!isAlike || next.entryChanges === null) break;
    changes.push(next.entryChanges);
  }
  return changes;
}
