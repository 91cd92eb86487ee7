import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { narrowed, parseInteger } from './integer-text.ts';

const zeros = ['0', '\u0660', '\u0966', '\uff10'];

function inScript(text: string, zero: string): string {
  return text.replaceAll(/\d/g, (digit) => String.fromCharCode(zero.charCodeAt(0) + Number(digit)));
}

describe('parseInteger', () => {
  it('reads every number of its width, in any script, and refuses every other', () => {
    const cases = fc.record({
      value: fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n }),
      bits: fc.constantFrom(16 as const, 32 as const, 64 as const),
      zero: fc.constantFrom(...zeros),
    });
    fc.assert(
      fc.property(cases, ({ value, bits, zero }) => {
        const fits = value >= -(2n ** BigInt(bits - 1)) && value < 2n ** BigInt(bits - 1);
        expect(parseInteger(inScript(value.toString(), zero), bits)).toBe(fits ? value : null);
      }),
    );
  });

  it('refuses what is not an integer', () => {
    const notInteger = fc.string().filter((text) => !/^[+-]?\p{Nd}+$/u.test(text));
    fc.assert(
      fc.property(notInteger, (text) => {
        expect(parseInteger(text, 64)).toBeNull();
      }),
    );
  });
});

describe('narrowed', () => {
  it('never changes the number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(BigInt(narrowed(value))).toBe(value);
      }),
    );
  });
});
