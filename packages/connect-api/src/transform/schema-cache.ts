import type { Schema } from '../data/schema.ts';

/**
 * Keeps what was compiled for the schemas that were seen last, told apart by identity: records of one origin share
 * their schema objects. Bounded, since a converter may make a schema object for every message.
 */
export class SchemaCache<T> {
  readonly #compile: (schema: Schema) => T;
  readonly #maxSchemas: number;
  /** From the one that was not asked for longest to the one asked for last. */
  readonly #compiled = new Map<Schema, T>();
  #lastSchema: Schema | null = null;
  #last: T | undefined;

  /**
   * @param compile - called when a schema is met; what it throws is not kept.
   * @param maxSchemas - how many are kept; 64 by default.
   */
  constructor(compile: (schema: Schema) => T, maxSchemas = 64) {
    this.#compile = compile;
    this.#maxSchemas = maxSchemas;
  }

  /** How many are kept now. */
  get size(): number {
    return this.#compiled.size;
  }

  /** What was compiled for the schema; compiled now where it is not there any more. */
  get(schema: Schema): T {
    if (schema === this.#lastSchema) return this.#last as T;
    const known = this.#compiled.get(schema);
    const compiled = known !== undefined || this.#compiled.has(schema) ? (known as T) : this.#compile(schema);
    this.#compiled.delete(schema);
    this.#compiled.set(schema, compiled);
    this.#forgetOldest();
    this.#lastSchema = schema;
    this.#last = compiled;
    return compiled;
  }

  #forgetOldest(): void {
    if (this.#compiled.size <= this.#maxSchemas) return;
    for (const oldest of this.#compiled.keys()) {
      this.#compiled.delete(oldest);
      return;
    }
  }
}
