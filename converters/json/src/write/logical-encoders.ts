import {
  DataError,
  DateSchema,
  DecimalSchema,
  epochMsOf,
  isDecimal,
  javaClassNameOf,
  TimeSchema,
  TimestampSchema,
  type LogicalType,
  type Schema,
} from '@sluice/connect-api';
import type { EncodeOptions, ValueEncoder } from './encoder.ts';
import { base64Text } from './primitive-encoders.ts';

/** The name of a logical type decides before the type does. */
export function logicalContent(type: LogicalType, schema: Schema, options: EncodeOptions): ValueEncoder {
  switch (type) {
    case 'Decimal':
      return decimalContent(schema, options);
    case 'Date':
      return (value) => DateSchema.encode(schema, instant(type, value)).toString();
    case 'Time':
      return (value) => TimeSchema.encode(schema, instant(type, value)).toString();
    case 'Timestamp':
      return (value) => TimestampSchema.encode(schema, instant(type, value)).toString();
  }
}

/** As a number, a decimal is written with its own scale, whatever that of the schema. */
function decimalContent(schema: Schema, { decimalFormat }: EncodeOptions): ValueEncoder {
  return (value) => {
    if (!isDecimal(value)) {
      throw new DataError(
        `Invalid type for Decimal, expected BigDecimal but was class ${javaClassNameOf(value)}`,
      );
    }
    return decimalFormat === 'NUMERIC' ? value.toString() : base64Text(DecimalSchema.encode(schema, value));
  };
}

function instant(type: LogicalType, value: unknown): Date {
  if (!(value instanceof Date)) {
    const className = javaClassNameOf(value);
    throw new DataError(`Invalid type for ${type}, expected Date but was class ${className}`);
  }
  if (Number.isNaN(epochMsOf(value)))
    throw new DataError(`Invalid value for ${type}: a Date that is no instant`);
  return value;
}
