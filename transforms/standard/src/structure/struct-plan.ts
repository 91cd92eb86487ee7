import {
  DataError,
  fieldsOf,
  isStruct,
  nameField,
  Struct,
  type ConnectRecord,
  type Field,
  type Schema,
  type SchemaBuilder,
} from '@sluice/connect-api';
import type { FieldRule, FieldTree } from './field-tree.ts';
import { defaultOf, structLike } from './schema-attributes.ts';

/**
 * What a new struct schema takes over beside name, version, doc and parameters; `everything` where only values
 * change, so that the schema itself stays.
 */
export type KeptAttributes = 'neither' | 'optional' | 'optional-and-default' | 'everything';

export interface StructPlanOptions {
  /** Whether fields that are not set are copied as their default. */
  readonly appliesDefaults: boolean;
  readonly keeps: KeptAttributes;
}

/** Fills one field of the new struct. */
interface Step {
  readonly to: number;
  readonly name: string;
  /** @param record - null for the default value of a schema: what comes from a record is not set in it. */
  valueOf(struct: Struct, record: ConnectRecord | null): unknown;
}

/** How structs of one schema become structs of another: compiled once, applied to each record. */
export class StructPlan {
  readonly schema: Schema;
  readonly #steps: readonly Step[];

  /** @throws DataError when the new schema cannot be, or a path leads into something that is no struct. */
  constructor(schema: Schema, tree: FieldTree, options: StructPlanOptions) {
    const builder = structLike(schema);
    this.#steps = compileSteps(builder, schema, { tree, options });
    if (options.keeps === 'everything') {
      this.schema = schema;
      return;
    }
    if (options.keeps !== 'neither' && schema.optional) builder.optional();
    const defaultValue = options.keeps === 'optional-and-default' ? defaultOf(schema) : null;
    if (isStruct(defaultValue)) builder.default(this.copyInto(builder.newStruct(), defaultValue, null));
    this.schema = builder.build();
  }

  /** @throws DataError naming the field that cannot be converted or does not fit. */
  apply(struct: Struct, record: ConnectRecord): Struct {
    return this.copyInto(new Struct(this.schema), struct, record);
  }

  /** Copies the fields of a struct into one of the new schema, or of the builder that makes it. */
  copyInto(target: Struct, struct: Struct, record: ConnectRecord | null): Struct {
    const steps = this.#steps;
    for (let index = 0; index < steps.length; index += 1) {
      const step = steps[index] as Step;
      try {
        const value = step.valueOf(struct, record);
        if (value !== undefined) target.putAt(step.to, value);
      } catch (error) {
        throw nameField(error, step.name);
      }
    }
    return target;
  }
}

interface Compilation {
  readonly tree: FieldTree;
  readonly options: StructPlanOptions;
}

function compileSteps(builder: SchemaBuilder, schema: Schema, { tree, options }: Compilation): Step[] {
  const steps: Step[] = [];
  for (const field of fieldsOf(schema)) {
    const rule = tree.rules.get(field.name);
    if (rule === undefined ? tree.dropsOthers === true : rule.drops === true) continue;
    try {
      const copy = compileCopy(field, rule ?? {}, options);
      builder.field(rule?.newName ?? field.name, copy.schema);
      steps.push({ to: steps.length, name: field.name, valueOf: copy.valueOf });
    } catch (error) {
      throw nameField(error, field.name);
    }
  }
  for (const { name, schema: added, valueFor } of tree.added ?? []) {
    builder.field(name, added);
    const valueOf: Step['valueOf'] = (_, record) => (record === null ? undefined : valueFor(record, true));
    steps.push({ to: steps.length, name, valueOf });
  }
  return steps;
}

interface Copy {
  readonly schema: Schema;
  readonly valueOf: Step['valueOf'];
}

function compileCopy({ index, schema }: Field, { edit, below }: FieldRule, options: StructPlanOptions): Copy {
  const defaultValue = options.appliesDefaults ? defaultOf(schema) : null;
  if (edit !== undefined) {
    const { schema: edited, convert } = edit.compile(schema);
    return { schema: edited, valueOf: (struct) => convert(struct.getAt(index) ?? defaultValue) };
  }
  if (below === undefined) return { schema, valueOf: (struct) => struct.getAt(index) ?? defaultValue };
  return compileNested(index, schema, { below, defaultValue, options });
}

interface Nesting {
  readonly below: FieldTree;
  readonly defaultValue: unknown;
  readonly options: StructPlanOptions;
}

function compileNested(index: number, schema: Schema, { below, defaultValue, options }: Nesting): Copy {
  if (schema.type !== 'STRUCT') {
    const inner = below.added?.[0]?.name ?? [...below.rules.keys()][0] ?? '';
    throw new DataError(`There is no field ${inner} in a ${schema.type}`);
  }
  const keeps = options.keeps === 'everything' ? 'everything' : 'optional-and-default';
  const plan = new StructPlan(schema, below, { ...options, keeps });
  const valueOf: Copy['valueOf'] = (struct, record) => {
    const value = struct.getAt(index) ?? defaultValue;
    return isStruct(value) ? plan.copyInto(new Struct(plan.schema), value, record) : null;
  };
  return { schema: plan.schema, valueOf };
}
