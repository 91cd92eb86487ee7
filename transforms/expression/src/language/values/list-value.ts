import type { Value } from './value.ts';

/** A list, whatever it is kept in. */
export interface ListValue {
  readonly kind: 'list';
  readonly size: number;
  /** The item at a position from 0, which is there. */
  at(index: number): Value;
}

/** A list that an expression has made. */
export class MadeList implements ListValue {
  readonly kind = 'list';
  readonly items: readonly Value[];

  constructor(items: readonly Value[]) {
    this.items = items;
  }

  get size(): number {
    return this.items.length;
  }

  at(index: number): Value {
    return this.items[index] as Value;
  }
}

/** Whether the value is a list. */
export function isList(value: Value): value is ListValue {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'list';
}
