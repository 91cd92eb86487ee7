import { DateSchema } from '../../logical/date-schema.ts';
import { logicalTypeOf } from '../../logical/logical-names.ts';
import { TimeSchema } from '../../logical/time-schema.ts';
import { TimestampSchema } from '../../logical/timestamp-schema.ts';
import { isNumberType, TypedNumber, type NumberType } from '../../numbers/typed-number.ts';
import type { Schema } from '../../schema.ts';
import { nullNotAllowed, toFloat64, toInt64 } from '../convert/numeric.ts';

/**
 * Converts an element to the schema that all of them have in common, which is of the element's own type or of a
 * wider number type. Instants stay what they are; numbers among them are read as encoded instants.
 * @throws DataError when the element is null or cannot be converted.
 */
export function align(common: Schema, element: unknown): unknown {
  if (element === null) throw nullNotAllowed();
  switch (logicalTypeOf(common)) {
    case 'Date':
      return element instanceof Date ? element : DateSchema.decode(common, toInt32(element));
    case 'Time':
      return element instanceof Date ? element : TimeSchema.decode(common, toInt32(element));
    case 'Timestamp':
      return element instanceof Date ? element : TimestampSchema.decode(common, toInt64(null, element));
    default:
      return isNumberType(common.type) ? alignNumber(common.type, element) : element;
  }
}

function toInt32(element: unknown): number {
  return Number(BigInt.asIntN(32, toInt64(null, element)));
}

function alignNumber(type: NumberType, element: unknown): TypedNumber {
  if (type === 'FLOAT32' || type === 'FLOAT64') {
    const value = toFloat64(null, element);
    return new TypedNumber(type, type === 'FLOAT32' ? Math.fround(value) : value);
  }
  return new TypedNumber(type, type === 'INT64' ? toInt64(null, element) : toInt32(element));
}
