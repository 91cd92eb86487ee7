import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../numbers/decimal.ts';
import { decodeBigEndian, DecimalSchema, encodeBigEndian } from './decimal-schema.ts';

describe('the bytes of a decimal', () => {
  it.each([
    [0n, '00'],
    [127n, '7f'],
    [128n, '0080'],
    [-128n, '80'],
    [-129n, 'ff7f'],
    [-1n, 'ff'],
    [255n, '00ff'],
    [256n, '0100'],
    [2n ** 31n, '0080000000'],
    [2n ** 32n - 1n, '00ffffffff'],
    [-(2n ** 32n), 'ff00000000'],
    [2n ** 47n - 1n, '7fffffffffff'],
    [-(2n ** 47n), '800000000000'],
    [2n ** 47n, '00800000000000'],
  ])('of %d are %s', (value, hex) => {
    expect(encodeBigEndian(value).toString('hex')).toBe(hex);
  });

  it('read back as the same number, and are as few as can be', () => {
    fc.assert(
      fc.property(fc.oneof(fc.bigInt(), fc.bigInt({ min: -(2n ** 50n), max: 2n ** 50n })), (value) => {
        const bytes = encodeBigEndian(value);
        expect(decodeBigEndian(bytes)).toBe(value);
        const rest = bytes.subarray(1);
        expect(rest.length > 0 && decodeBigEndian(rest) === value).toBe(false);
      }),
    );
  });

  it('may be a view into a larger buffer', () => {
    const bytes = Uint8Array.of(1, 0xff, 0x64, 2);
    const schema = DecimalSchema.builder(2).build();
    expect(DecimalSchema.decode(schema, bytes.subarray(1, 3))).toEqual(new Decimal(-156n, 2));
  });
});
