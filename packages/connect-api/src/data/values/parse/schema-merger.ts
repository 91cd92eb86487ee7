import { isAtLeastAsWide } from '../../numbers/number-order.ts';
import { isNumberType } from '../../numbers/typed-number.ts';
import type { Schema, SchemaAndValue } from '../../schema.ts';

/**
 * Finds the schema that elements have in common: that of the last one where all are of one type, that of the widest
 * where all are numbers. Nulls do not count.
 */
export class SchemaMerger {
  #common: Schema | null = null;
  #isMixed = false;

  /** `null` when there is none, or there was nothing to look at. */
  get common(): Schema | null {
    return this.#isMixed ? null : this.#common;
  }

  merge(element: SchemaAndValue | null): void {
    const schema = element?.schema ?? null;
    if (schema === null || this.#isMixed) return;
    if (this.#common === null || this.#common.type === schema.type) {
      this.#common = schema;
    } else if (isNumberType(this.#common.type) && isNumberType(schema.type)) {
      if (isAtLeastAsWide(schema.type, this.#common.type)) this.#common = schema;
    } else {
      this.#isMixed = true;
    }
  }
}
