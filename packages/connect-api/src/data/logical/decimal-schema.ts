import { DataError } from '../../errors/data-errors.ts';
import { Decimal } from '../numbers/decimal.ts';
import type { Schema } from '../schema.ts';
import { SchemaBuilder } from '../schemas/schema-builder.ts';
import { logicalNames } from './logical-names.ts';

const scaleParameter = 'scale';
const integer = /^[+-]?\d+$/;

/** The logical type of decimal numbers: BYTES in Kafka, {@link Decimal} in memory. */
export const DecimalSchema = {
  name: logicalNames.decimal,

  /** A builder of schemas whose values have this scale. */
  builder(scale: number): SchemaBuilder {
    return SchemaBuilder.bytes()
      .name(logicalNames.decimal)
      .version(1)
      .parameter(scaleParameter, String(scale));
  },

  /**
   * The scale that a schema asks for; only its `scale` parameter counts, not its name.
   * @throws DataError when it has none.
   */
  scaleOf(schema: Schema): number {
    const text = schema.parameters?.get(scaleParameter);
    if (text === undefined) throw new DataError('Invalid Decimal schema: scale parameter not found.');
    const scale = integer.test(text) ? Number(text) : Number.NaN;
    if ((scale | 0) === scale) return scale;
    throw new DataError('Invalid scale parameter found in Decimal schema: ', {
      cause: new RangeError(`For input string: "${text}"`),
    });
  },

  /**
   * The unscaled value in big-endian two's complement, as short as possible.
   * @throws DataError when the value has another scale than the schema.
   */
  encode(schema: Schema, value: Decimal): Buffer {
    const scale = DecimalSchema.scaleOf(schema);
    if (value.scale === scale) return encodeBigEndian(value.unscaled);
    throw new DataError(
      `Decimal value has mismatching scale for given Decimal schema. Schema has scale ${scale}, value has scale ${value.scale}.`,
    );
  },

  /**
   * Reads what {@link DecimalSchema.encode} writes; longer than needed is fine.
   * @throws DataError when there are no bytes, or the schema has no scale.
   */
  decode(schema: Schema, bytes: Uint8Array): Decimal {
    return new Decimal(decodeBigEndian(bytes), DecimalSchema.scaleOf(schema));
  },
} as const;

/** The bytes of a number in big-endian two's complement, at least one. */
export function encodeBigEndian(value: bigint): Buffer {
  // Of a negative number -1 - value has the same number of significant bits; one more is for the sign.
  const magnitude = value < 0n ? -1n - value : value;
  const significantBits = magnitude === 0n ? 0 : magnitude.toString(2).length;
  const length = (significantBits >> 3) + 1;
  const hex = BigInt.asUintN(length * 8, value).toString(16);
  return Buffer.from(hex.padStart(length * 2, '0'), 'hex');
}

/** @throws DataError when there are no bytes. */
export function decodeBigEndian(bytes: Uint8Array): bigint {
  if (bytes.length === 0) throw new DataError('A decimal number needs at least one byte');
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}
