import { aKind } from '../language/values/kind-of.ts';
import {
  DataError,
  fieldsOf,
  isStruct,
  nameField,
  SchemaBuilder,
  Struct,
  type ConnectRecord,
  type Field,
  type Schema,
} from '@sluice/connect-api';
import { formatType, type Type } from '../language/check/type.ts';
import type { Evaluation } from '../language/evaluate/evaluation.ts';
import type { Value } from '../language/values/value.ts';
import { isOfKind, schemaOfType } from '../record/write/result-schema.ts';
import { writeOf } from '../record/write/value-writer.ts';
import type { Write } from '../record/write/write.ts';
import type { ComputedField } from './computed-field.ts';
import type { ComputedTree } from './computed-tree.ts';

/** What a plan is made for. */
export interface PlanOptions {
  readonly fields: readonly ComputedField[];
  /** What is known of the result of each field. */
  readonly types: readonly Type[];
  /** Whether fields that are null are copied as their default. */
  readonly appliesDefaults: boolean;
}

/** The results for a record, before they are made to fit. */
export interface Results {
  readonly values: readonly Value[];
  readonly at: Evaluation<ConnectRecord>;
}

/** Puts one field into the new struct. */
interface Step {
  readonly to: number;
  readonly name: string;
  valueOf(struct: Struct, results: Results): unknown;
}

/** Makes structs with computed fields of the structs of one schema. */
export class StructPlan {
  readonly schema: Schema;
  readonly #steps: readonly Step[];

  /**
   * @param isNested - whether the new schema keeps if it is optional.
   * @throws DataError when the type of a result is not known, or a path leads into something that is no struct.
   */
  constructor(
    schema: Schema,
    tree: ComputedTree,
    { isNested, ...options }: PlanOptions & { isNested: boolean },
  ) {
    const builder = SchemaBuilder.struct()
      .name(schema.name)
      .version(schema.version)
      .doc(schema.doc)
      .parameters(schema.parameters ?? {});
    if (isNested && schema.optional) builder.optional();
    this.#steps = compileSteps(schema, tree, options).map(({ name, schema: own, valueOf }, to) => {
      builder.field(name, own);
      return { to, name, valueOf };
    });
    this.schema = builder.build();
  }

  /** @throws DataError naming the field that does not fit. */
  apply(struct: Struct, results: Results): Struct {
    const made = new Struct(this.schema);
    for (const { to, name, valueOf } of this.#steps) {
      try {
        const value = valueOf(struct, results);
        if (value !== null) made.putAt(to, value);
      } catch (error) {
        throw nameField(error, name);
      }
    }
    return made;
  }
}

interface NewField {
  readonly name: string;
  readonly schema: Schema;
  readonly valueOf: Step['valueOf'];
}

/** Fields that are there keep their places, new ones come after them. */
function compileSteps(schema: Schema, tree: ComputedTree, options: PlanOptions): NewField[] {
  const fields = fieldsOf(schema);
  const kept = fields.map((field) => compileKept(field, tree, options));
  const names = new Set(fields.map(({ name }) => name));
  const added = [...tree.computed].filter(([name]) => !names.has(name));
  return [...kept, ...added.map(([name, index]) => compileComputed(name, null, { index, options }))];
}

function compileKept(field: Field, tree: ComputedTree, options: PlanOptions): NewField {
  const { name, index, schema } = field;
  const computed = tree.computed.get(name);
  if (computed !== undefined) return compileComputed(name, schema, { index: computed, options });
  const below = tree.below.get(name);
  if (below !== undefined) return compileNested(field, below, options);
  const defaultValue = options.appliesDefaults ? (schema.defaultValue ?? null) : null;
  return { name, schema, valueOf: (struct) => struct.getAt(index) ?? defaultValue };
}

interface Computation {
  readonly index: number;
  readonly options: PlanOptions;
}

function compileComputed(name: string, existing: Schema | null, { index, options }: Computation): NewField {
  const field = options.fields[index] as ComputedField;
  const { schema, write } = resultOf(field, existing, options.types[index] as Type);
  const valueOf = (_: Struct, { values, at }: Results): unknown => {
    try {
      return write(values[index] as Value, at);
    } catch (error) {
      throw field.expression.asDataError(error, at);
    }
  };
  return { name, schema, valueOf };
}

/** A field that is there keeps its schema as long as the result is of the kind that it holds. */
function resultOf(
  { name, declared }: ComputedField,
  existing: Schema | null,
  type: Type,
): { schema: Schema; write: Write } {
  if (declared !== null) return declared;
  const schema = existing !== null && isOfKind(type, existing) ? existing : schemaOfType(type);
  if (schema === null) throw unknownType(name, type);
  return { schema, write: writeOf(schema) };
}

/** The error of a result of which no schema is known. */
export function unknownType(name: string, type: Type): unknown {
  const known = type.kind === 'dyn' ? '' : `, only that it is ${aKind(formatType(type))}`;
  const entry = type.kind === 'decimal' ? 'decimal(2)' : 'string';
  const example = name === '' ? entry : `${name}:${entry}`;
  return new DataError(
    `The schema of the result cannot be told from the expression${known}: name its type in types, such as ${example}`,
    { code: 'EXPRESSION_FAILED' },
  );
}

function compileNested({ name, index, schema }: Field, below: ComputedTree, options: PlanOptions): NewField {
  try {
    if (schema.type !== 'STRUCT') {
      const inner = [...below.computed.keys(), ...below.below.keys()][0] ?? '';
      throw new DataError(`There is no field ${inner} in a ${schema.type}`);
    }
    const plan = new StructPlan(schema, below, { ...options, isNested: true });
    const valueOf = (struct: Struct, results: Results): unknown => {
      const value = struct.getAt(index);
      return isStruct(value) ? plan.apply(value, results) : null;
    };
    return { name, schema: plan.schema, valueOf };
  } catch (error) {
    throw nameField(error, name);
  }
}
