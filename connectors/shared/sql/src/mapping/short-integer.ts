const [zero, minus] = [0x30, 0x2d];

/** Whole numbers of so many digits are exact as a `number`. */
const maxDigits = 15;

/**
 * The whole number that a text is, where it has few digits and nothing else but maybe a minus; NaN for every other text.
 * @param skipped - a place to leave out, such as that of a point.
 */
export function parseShortInteger(text: string, skipped = -1): number {
  const start = text.charCodeAt(0) === minus ? 1 : 0;
  const { length } = text;
  if (length === start || length - start > maxDigits) return Number.NaN;
  let number = 0;
  for (let index = start; index < length; index += 1) {
    if (index === skipped) continue;
    const digit = text.charCodeAt(index) - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return start === 1 ? -number : number;
}
