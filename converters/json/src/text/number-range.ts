import { JsonSyntaxError } from './json-syntax-error.ts';
import { plus, minus, point, zero, nine, upperE, lowerE } from './characters.ts';

/** Integers of so many digits are exact as a number, whatever the digits. */
export const maxExactDigits = 15;

/** Exact as well, so that the quotient of such an integer and one of these is the nearest number. */
export const powersOfTen = Array.from({ length: maxExactDigits + 1 }, (_, exponent) => 10 ** exponent);

const maxDigits = 1000;
const maxExponent = 2 ** 31 - 1;

/** Whether a number goes on here with a fraction or an exponent. */
export function startsFraction(code: number): boolean {
  return code === point || code === lowerE || code === upperE;
}

/** The position after the digits that start here, of which there must be one. */
function digitsEnd(text: string, start: number): number {
  let end = start;
  for (let code = text.charCodeAt(end); code >= zero && code <= nine; code = text.charCodeAt(++end));
  if (end === start) throw new JsonSyntaxError(`Expected a digit at character ${start}`);
  return end;
}

/** The position after the fraction and exponent that start here, of a number whose first digit is given. */
export function fractionEnd(text: string, firstDigit: number, start: number): number {
  let end = start;
  let digits = start - firstDigit;
  if (text.charCodeAt(end) === point) {
    const fraction = end + 1;
    end = digitsEnd(text, fraction);
    digits += end - fraction;
  }
  const code = text.charCodeAt(end);
  if (code === lowerE || code === upperE) {
    const sign = text.charCodeAt(end + 1);
    const exponent = sign === plus || sign === minus ? end + 2 : end + 1;
    end = digitsEnd(text, exponent);
    digits += end - exponent;
    if (Number(text.slice(exponent, end)) > maxExponent) {
      throw new JsonSyntaxError(`The exponent at character ${exponent} is too large`);
    }
  }
  checkDigits(digits);
  return end;
}

/** @throws JsonSyntaxError when a number has too many digits. */
export function checkDigits(digits: number): void {
  if (digits > maxDigits) throw new JsonSyntaxError(`A number has more than ${maxDigits} digits`);
}
