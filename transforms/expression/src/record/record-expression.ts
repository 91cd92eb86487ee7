import { DataError, type ConnectRecord, type Schema } from '@sluice/connect-api';
import type { Type } from '../language/check/type.ts';
import type { Evaluation } from '../language/evaluate/evaluation.ts';
import { EvaluationFailure, StepsExhausted } from '../language/evaluate/evaluation-failure.ts';
import { Program } from '../language/program.ts';
import { formatPosition } from '../language/syntax/expression-issue.ts';
import type { Value } from '../language/values/value.ts';
import type { ValueReader } from './read/value-reader.ts';
import { typeOfSchema } from './read/schema-type.ts';
import { recordEnvironment } from './record-environment.ts';

/** How much of an expression errors show. */
const maxShownLength = 200;

/** The schemas of a record. */
export interface HalfSchemas {
  readonly keySchema: Schema | null;
  readonly valueSchema: Schema | null;
}

/** An expression about records. */
export class RecordExpression {
  readonly #program: Program<ConnectRecord>;
  readonly #reader: ValueReader;

  /** @throws ExpressionSyntaxError when something is wrong with it whatever the records are. */
  constructor(source: string, reader: ValueReader) {
    this.#reader = reader;
    this.#program = new Program(source, recordEnvironment(reader));
  }

  /** What is known of the results whatever the records are. */
  get type(): Type {
    return this.#program.type;
  }

  /** What is known of the results for records with these schemas. */
  typeFor({ keySchema, valueSchema }: HalfSchemas): Type {
    const types = { key: typeOfSchema(keySchema), value: typeOfSchema(valueSchema) };
    return this.#program.checkIn(recordEnvironment(this.#reader, types)).type;
  }

  mentions(half: 'key' | 'value'): boolean {
    return this.#program.mentions(half);
  }

  /** The result for the record at hand. @throws DataError when there is none. */
  evaluate(at: Evaluation<ConnectRecord>): Value {
    try {
      return this.#program.evaluate(at);
    } catch (error) {
      throw this.asDataError(error, at);
    }
  }

  /** What went wrong with the expression or its result, as what `errors.tolerance` decides about. */
  asDataError(error: unknown, at: Evaluation<ConnectRecord>): unknown {
    if (error instanceof StepsExhausted) {
      const message = `The expression was cut off ${this.#place(error.start)} after ${at.maxSteps} steps, all that max.steps allows`;
      return new DataError(`${message}: ${this.#shown()}`, { code: 'EXPRESSION_STEPS_EXHAUSTED' });
    }
    if (error instanceof EvaluationFailure) {
      const message = `The expression has no result ${this.#place(error.start)}: ${error.message}`;
      return new DataError(`${message}: ${this.#shown()}`, { code: 'EXPRESSION_FAILED' });
    }
    // What JavaScript itself refuses, such as a text that is too long for it.
    if (error instanceof RangeError) {
      const message = `The expression has no result: ${error.message}: ${this.#shown()}`;
      return new DataError(message, { code: 'EXPRESSION_FAILED', cause: error });
    }
    return error;
  }

  #place(start: number | null): string {
    return start === null ? 'that can be used' : `at ${formatPosition(this.#program.source, start)}`;
  }

  #shown(): string {
    const { source } = this.#program;
    return source.length <= maxShownLength ? source : `${source.slice(0, maxShownLength)}…`;
  }
}
