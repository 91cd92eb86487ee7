import { isDecimal } from '../numbers/decimal.ts';
import { isNumberType, numberTypeOf, type NumberType } from '../numbers/typed-number.ts';
import { isStruct } from '../struct/struct-brand.ts';
import { LinkedMap } from './linked-map.ts';

const numberClasses: Readonly<Record<NumberType, string>> = {
  INT8: 'java.lang.Byte',
  INT16: 'java.lang.Short',
  INT32: 'java.lang.Integer',
  INT64: 'java.lang.Long',
  FLOAT32: 'java.lang.Float',
  FLOAT64: 'java.lang.Double',
};

/**
 * The class that a value has in Java, as messages name it: `java.lang.String`. A plain number has the class of its
 * schema's type, without such a schema that of an INT64 or FLOAT64. A `Buffer` is a byte array (`[B`), any other
 * `Uint8Array` a byte buffer. What the data model does not know goes by the name of its own class.
 */
export function javaClassNameOf(value: unknown, schema?: { readonly type: string } | null): string {
  switch (typeof value) {
    case 'string':
      return 'java.lang.String';
    case 'boolean':
      return 'java.lang.Boolean';
    case 'bigint':
      return numberClasses.INT64;
    case 'number': {
      const declared = schema?.type ?? '';
      return numberClasses[isNumberType(declared) ? declared : (numberTypeOf(value) ?? 'FLOAT64')];
    }
    case 'object':
      return value === null ? 'null' : objectClassName(value);
    default:
      return typeof value;
  }
}

function objectClassName(value: object): string {
  const numberType = numberTypeOf(value);
  if (numberType !== null) return numberClasses[numberType];
  if (isDecimal(value)) return 'java.math.BigDecimal';
  if (value instanceof Date) return 'java.util.Date';
  if (value instanceof Uint8Array) return Buffer.isBuffer(value) ? '[B' : 'java.nio.HeapByteBuffer';
  if (Array.isArray(value)) return 'java.util.ArrayList';
  if (value instanceof Map)
    return value instanceof LinkedMap ? 'java.util.LinkedHashMap' : 'java.util.HashMap';
  if (isStruct(value)) return 'org.apache.kafka.connect.data.Struct';
  return value.constructor?.name ?? 'java.lang.Object';
}
