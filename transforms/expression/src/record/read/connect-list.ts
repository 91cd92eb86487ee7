import type { Schema } from '@sluice/connect-api';
import type { ListValue } from '../../language/values/list-value.ts';
import type { Value } from '../../language/values/value.ts';
import type { Read } from './read.ts';

/** An array of a record. Its items are read when they are asked for. */
export class ConnectList implements ListValue {
  readonly kind = 'list';
  readonly array: readonly unknown[];
  /** `null` for an array without schema. */
  readonly schema: Schema | null;
  readonly #read: Read;

  constructor(array: readonly unknown[], schema: Schema | null, read: Read) {
    this.array = array;
    this.schema = schema;
    this.#read = read;
  }

  get size(): number {
    return this.array.length;
  }

  at(index: number): Value {
    return this.#read(this.array[index]);
  }
}
