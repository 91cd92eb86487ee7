import type { ValueType } from '../values/value-type.ts';

/** The type of a new column, by the kind of its values. */
export type ColumnTypes = {
  readonly [K in ValueType['kind']]: (
    type: Extract<ValueType, { readonly kind: K }>,
    isKey: boolean,
  ) => string;
};

/** Finds the type of a new column. */
export function columnTypeIn(types: ColumnTypes): (type: ValueType, isKey: boolean) => string {
  return (type, isKey) => (types[type.kind] as (type: ValueType, isKey: boolean) => string)(type, isKey);
}
