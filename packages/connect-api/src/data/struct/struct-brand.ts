import type { Schema } from '../schema.ts';

/** What the data model itself needs of a struct, whichever copy of this package made it. */
export interface StructValue {
  readonly schema: Schema;
  getAt(index: number): unknown;
  validate(): void;
  equals(other: unknown): boolean;
}

const brand = Symbol.for('sluice.connect-api.struct');

/** Marks a class of structs. */
export function brandStruct(structClass: { readonly prototype: object }): void {
  Object.defineProperty(structClass.prototype, brand, { value: true });
}

export function isStruct(value: unknown): value is StructValue {
  return (
    typeof value === 'object' && value !== null && (value as { readonly [brand]?: true })[brand] === true
  );
}
