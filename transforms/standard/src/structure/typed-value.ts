import { numberTypeOf, TypedNumber, type NumberType } from '@sluice/connect-api';

/** A number as it stands where no schema says its type. */
export function schemalessNumber(type: NumberType, value: number | bigint): number | bigint | TypedNumber {
  return numberTypeOf(value) === type ? value : new TypedNumber(type, value);
}
