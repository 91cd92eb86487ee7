import type { Schema } from '@sluice/connect-api';
import type { ValueDecoder } from './decoder.ts';
import { compileDecoder } from './value-decoder.ts';

/** A schema with the decoders of its values, each compiled when first used. */
export class PreparedSchema {
  /** `null` for data without a schema. */
  readonly schema: Schema | null;
  readonly #replaceNullWithDefault: boolean;
  #fast: ValueDecoder | null = null;
  #careful: ValueDecoder | null = null;

  constructor(schema: Schema | null, replaceNullWithDefault: boolean) {
    this.schema = schema;
    this.#replaceNullWithDefault = replaceNullWithDefault;
  }

  /** Right unless it throws. */
  get fast(): ValueDecoder {
    return (this.#fast ??= this.#compile(false));
  }

  /** Right, and throws the right error. */
  get careful(): ValueDecoder {
    return (this.#careful ??= this.#compile(true));
  }

  #compile(careful: boolean): ValueDecoder {
    return compileDecoder(this.schema, { replaceNullWithDefault: this.#replaceNullWithDefault, careful });
  }
}
