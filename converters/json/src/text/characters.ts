// The codes of the characters that JSON is made of; in UTF-8 they are the bytes.
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
export const space = 0x20;
export const quote = 0x22;
export const plus = 0x2b;
export const comma = 0x2c;
export const minus = 0x2d;
export const point = 0x2e;
export const zero = 0x30;
export const nine = 0x39;
export const colon = 0x3a;
export const upperE = 0x45;
export const openBracket = 0x5b;
export const backslash = 0x5c;
export const closeBracket = 0x5d;
export const lowerE = 0x65;
export const lowerF = 0x66;
export const lowerN = 0x6e;
export const lowerT = 0x74;
export const lowerU = 0x75;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;

/** Whether it may stand between values. */
export function isBlank(code: number | undefined): boolean {
  return code === space || code === lineFeed || code === carriageReturn || code === tab;
}

export function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}
