const nonAscii = /[^\0-\x7f]/;
const decimalDigit = /^\p{Nd}$/u;

function isDigitCode(code: number): boolean {
  return decimalDigit.test(String.fromCharCode(code));
}

/** Whether the UTF-16 code unit is a decimal digit of some script. */
export function isDigitAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code < 0x80 ? code >= 0x30 && code <= 0x39 : isDigitCode(code);
}

/**
 * The text with the decimal digits of all scripts written as ASCII digits. Digits of a script are ten code points
 * in a row, so a digit's value is its distance from the first of the row.
 */
export function withAsciiDigits(text: string): string {
  if (!nonAscii.test(text)) return text;
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.charCodeAt(0);
    if (digit.length > 1 || code < 0x80) return digit;
    let zero = code;
    while (isDigitCode(zero - 1)) zero -= 1;
    return String((code - zero) % 10);
  });
}
