import { DataError } from '../../errors/data-errors.ts';

/** The schema types whose values are numbers, from the narrowest to the widest. */
export type NumberType = 'INT8' | 'INT16' | 'INT32' | 'INT64' | 'FLOAT32' | 'FLOAT64';

/** What {@link fitNumber} returns for a value that is not a number of the type. */
export const notThatNumber: unique symbol = Symbol('not that number');

const brand = Symbol.for('sluice.connect-api.typed-number');
const numberTypes: ReadonlySet<string> = new Set<NumberType>([
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'FLOAT32',
  'FLOAT64',
]);

/** Whether the schema type is one of the number types. */
export function isNumberType(type: string): type is NumberType {
  return numberTypes.has(type);
}

/**
 * A number that says its own type. Needed only where no schema says it and the plain value would say something
 * else: without a schema an integral `number` (within ±2^53, not -0) and a `bigint` are an INT64, any other `number`
 * is a FLOAT64. So 1.0 as a FLOAT64 without a schema, or an INT8 without a schema, is a `TypedNumber`.
 *
 * Accepted wherever a schema of the same type is; `Struct`, default values and headers then hold the plain value.
 */
export class TypedNumber {
  readonly type: NumberType;
  /** A `bigint` when the type is INT64, else a `number` of the type's range and precision. */
  readonly value: number | bigint;

  /**
   * @param value - for FLOAT32 rounded to the nearest 32-bit number.
   * @throws DataError when the value is not a number of the type.
   */
  constructor(type: NumberType, value: number | bigint) {
    const fitted = fitPlainNumber(type, value);
    if (fitted === notThatNumber) throw new DataError(`${value} is not a number of type ${type}`);
    this.type = type;
    this.value = fitted;
  }

  equals(other: unknown): boolean {
    return isTypedNumber(other) && other.type === this.type && Object.is(other.value, this.value);
  }
}
Object.defineProperty(TypedNumber.prototype, brand, { value: true });

/** Whether the value is a {@link TypedNumber}, whichever copy of this package made it. */
export function isTypedNumber(value: unknown): value is TypedNumber {
  return (
    typeof value === 'object' && value !== null && (value as { readonly [brand]?: true })[brand] === true
  );
}

/** The value as the schema type holds it, or {@link notThatNumber}. */
export function fitNumber(type: NumberType, value: unknown): number | bigint | typeof notThatNumber {
  if (typeof value === 'object' && isTypedNumber(value)) {
    return value.type === type ? value.value : notThatNumber;
  }
  return fitPlainNumber(type, value);
}

function fitPlainNumber(type: NumberType, value: unknown): number | bigint | typeof notThatNumber {
  if (type === 'INT64') return fitInt64(value);
  if (typeof value !== 'number') return notThatNumber;
  switch (type) {
    case 'INT8':
      return (value << 24) >> 24 === value ? (value << 24) >> 24 : notThatNumber;
    case 'INT16':
      return (value << 16) >> 16 === value ? (value << 16) >> 16 : notThatNumber;
    case 'INT32':
      return (value | 0) === value ? value | 0 : notThatNumber;
    case 'FLOAT32':
      return fitFloat32(value);
    case 'FLOAT64':
      return value;
  }
}

function fitInt64(value: unknown): bigint | typeof notThatNumber {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? value : notThatNumber;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : notThatNumber;
}

function fitFloat32(value: number): number | typeof notThatNumber {
  const rounded = Math.fround(value);
  return Number.isFinite(value) && !Number.isFinite(rounded) ? notThatNumber : rounded;
}

/** The type of a number that has no schema, `null` for anything else. */
export function numberTypeOf(value: unknown): NumberType | null {
  if (typeof value === 'bigint') return 'INT64';
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'INT64' : 'FLOAT64';
  }
  return isTypedNumber(value) ? value.type : null;
}

/** The plain value of a number; anything else as it is. */
export function plainNumber<T>(value: T): T | number | bigint {
  return isTypedNumber(value) ? value.value : value;
}
