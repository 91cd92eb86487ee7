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

/** As many bytes as a Buffer reads and writes as a number. */
const shortBytes = 6;

/** The bytes of a number in big-endian two's complement, at least one. */
export function encodeBigEndian(value: bigint): Buffer {
  if (BigInt.asIntN(shortBytes * 8, value) === value) return encodeShort(Number(value));
  // Of a negative number -1 - value has the same number of significant bits; one more is for the sign.
  const magnitude = value < 0n ? -1n - value : value;
  const length = (magnitude.toString(2).length >> 3) + 1;
  const hex = BigInt.asUintN(length * 8, value).toString(16);
  return Buffer.from(hex.padStart(length * 2, '0'), 'hex');
}

function encodeShort(value: number): Buffer {
  const magnitude = value < 0 ? -1 - value : value;
  const high = Math.floor(magnitude / 2 ** 32);
  const significantBits = high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(magnitude);
  const length = (significantBits >> 3) + 1;
  const bytes = Buffer.allocUnsafe(length);
  bytes.writeIntBE(value, 0, length);
  return bytes;
}

/** @throws DataError when there are no bytes. */
export function decodeBigEndian(bytes: Uint8Array): bigint {
  if (bytes.length === 0) throw new DataError('A decimal number needs at least one byte');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length <= shortBytes) return BigInt(buffer.readIntBE(0, bytes.length));
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${buffer.toString('hex')}`));
}
