import {
  DataError,
  isStruct,
  javaClassNameOf,
  nameField,
  type ConnectRecord,
  type RecordPart,
  type Schema,
  type Transformation,
} from '@sluice/connect-api';
import { Evaluation } from '../language/evaluate/evaluation.ts';
import type { Value } from '../language/values/value.ts';
import type { HalfSchemas } from '../record/record-expression.ts';
import { SchemaPairCache } from '../record/schema-pair-cache.ts';
import { writeWithoutSchema } from '../record/write/write-without-schema.ts';
import type { ComputedField } from './computed-field.ts';
import { treeOfFields, type ComputedTree } from './computed-tree.ts';
import { rewriteMap } from './rewrite-map.ts';
import { StructPlan } from './struct-plan.ts';

export interface FieldComputerOptions {
  readonly part: RecordPart;
  readonly fields: readonly ComputedField[];
  readonly appliesDefaults: boolean;
  readonly maxSteps: number;
}

/** Computes fields of one half of each record. All expressions see the record as it came; null stays null. */
export class FieldComputer implements Transformation {
  readonly renewsMapOf: 'key' | 'value';
  readonly #options: FieldComputerOptions;
  readonly #tree: ComputedTree;
  readonly #plans: SchemaPairCache<StructPlan>;
  readonly #at: Evaluation<ConnectRecord>;
  /** The results for the record at hand, filled anew each time. */
  readonly #values: Value[] = [];
  readonly #mentionsOther: boolean;

  constructor(options: FieldComputerOptions) {
    const { part, fields, maxSteps } = options;
    this.renewsMapOf = part.name;
    this.#options = options;
    this.#tree = treeOfFields(fields);
    this.#at = new Evaluation(maxSteps);
    const other = part.name === 'key' ? 'value' : 'key';
    this.#mentionsOther = fields.some(({ expression }) => expression.mentions(other));
    this.#plans = new SchemaPairCache((schemas) => this.#newPlan(schemas));
  }

  apply(record: ConnectRecord): ConnectRecord {
    const { part } = this.#options;
    const value = part.valueOf(record);
    if (value === null) return record;
    const schema = part.schemaOf(record);
    this.#at.begin(record);
    try {
      this.#evaluate();
      return schema === null ? this.#withMap(record, value) : this.#withStruct(record, schema, value);
    } finally {
      this.#at.end();
      this.#values.length = 0;
    }
  }

  #evaluate(): void {
    for (const { expression, name } of this.#options.fields) {
      try {
        this.#values.push(expression.evaluate(this.#at));
      } catch (error) {
        throw nameField(error, name);
      }
    }
  }

  #withMap(record: ConnectRecord, value: unknown): ConnectRecord {
    const { part, fields } = this.#options;
    const results = fields.map((field, index) => this.#written(field, this.#values[index] as Value));
    return part.replaced(record, null, rewriteMap(value, this.#tree, results));
  }

  #written({ name, declared, expression }: ComputedField, value: Value): unknown {
    try {
      return (declared?.writeWithoutSchema ?? writeWithoutSchema)(value, this.#at);
    } catch (error) {
      throw nameField(expression.asDataError(error, this.#at), name);
    }
  }

  #withStruct(record: ConnectRecord, schema: Schema, value: unknown): ConnectRecord {
    if (!isStruct(value)) {
      throw new DataError(
        `Only Struct objects supported for [field computation], found: ${javaClassNameOf(value, schema)}`,
      );
    }
    const plan = this.#planFor(record, schema);
    const struct = plan.apply(value, { values: this.#values, at: this.#at });
    return this.#options.part.replaced(record, plan.schema, struct);
  }

  /** The schema of the other half counts only where an expression looks at it. */
  #planFor({ keySchema, valueSchema }: ConnectRecord, schema: Schema): StructPlan {
    if (this.#mentionsOther) return this.#plans.get(keySchema, valueSchema);
    return this.#options.part.name === 'key' ? this.#plans.get(schema, null) : this.#plans.get(null, schema);
  }

  #newPlan(schemas: HalfSchemas): StructPlan {
    const { part, fields, appliesDefaults } = this.#options;
    const schema = part.name === 'key' ? schemas.keySchema : schemas.valueSchema;
    const types = fields.map(({ expression }) => expression.typeFor(schemas));
    return new StructPlan(schema as Schema, this.#tree, { fields, types, appliesDefaults, isNested: false });
  }
}
