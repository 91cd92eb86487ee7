import type { ConnectRecord, RecordPart, Schema, Transformation } from '@sluice/connect-api';
import { Evaluation } from '../language/evaluate/evaluation.ts';
import type { HalfSchemas, RecordExpression } from '../record/record-expression.ts';
import { SchemaPairCache } from '../record/schema-pair-cache.ts';
import type { DeclaredType } from '../record/write/declared-type.ts';
import { schemaOfType } from '../record/write/result-schema.ts';
import { writeOf } from '../record/write/value-writer.ts';
import { writeWithoutSchema } from '../record/write/write-without-schema.ts';
import type { Write } from '../record/write/write.ts';
import { unknownType } from './struct-plan.ts';

export interface WholeComputerOptions {
  readonly part: RecordPart;
  readonly expression: RecordExpression;
  readonly declared: DeclaredType | null;
  readonly maxSteps: number;
}

interface Result {
  readonly schema: Schema | null;
  readonly write: Write;
}

/** Computes one half of each record. It has a schema if one of the halves had one before. */
export class WholeComputer implements Transformation {
  readonly #options: WholeComputerOptions;
  readonly #at: Evaluation<ConnectRecord>;
  readonly #results: SchemaPairCache<Result>;

  constructor(options: WholeComputerOptions) {
    this.#options = options;
    this.#at = new Evaluation(options.maxSteps);
    this.#results = new SchemaPairCache((schemas) => this.#newResult(schemas));
  }

  apply(record: ConnectRecord): ConnectRecord {
    const { part, expression } = this.#options;
    this.#at.begin(record);
    try {
      const value = expression.evaluate(this.#at);
      const { schema, write } = this.#results.get(record.keySchema, record.valueSchema);
      return part.replaced(record, schema, write(value, this.#at));
    } catch (error) {
      throw expression.asDataError(error, this.#at);
    } finally {
      this.#at.end();
    }
  }

  #newResult(schemas: HalfSchemas): Result {
    const { expression, declared } = this.#options;
    if (schemas.keySchema === null && schemas.valueSchema === null) {
      return { schema: null, write: declared?.writeWithoutSchema ?? writeWithoutSchema };
    }
    if (declared !== null) return declared;
    const type = expression.typeFor(schemas);
    const schema = schemaOfType(type);
    if (schema === null) throw unknownType('', type);
    return { schema, write: writeOf(schema) };
  }
}
