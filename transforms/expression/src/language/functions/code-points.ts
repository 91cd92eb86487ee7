import { failure } from '../evaluate/evaluation-failure.ts';

const beyondBmp = /[\ud800-\udbff][\udc00-\udfff]/;

/** How many characters a text has: code points, not halves of them. */
export function characterCount(text: string): number {
  if (!beyondBmp.test(text)) return text.length;
  let count = 0;
  for (let index = 0; index < text.length; index += isPairAt(text, index) ? 2 : 1) count += 1;
  return count;
}

/** Where in a text the character with a number is; the end of the text is one more. @throws EvaluationFailure */
export function unitIndexOf(text: string, character: bigint): number {
  if (character < 0n || character > BigInt(text.length)) throw outside();
  let left = Number(character);
  if (!beyondBmp.test(text)) return left;
  let index = 0;
  for (; left > 0; left -= 1) {
    if (index >= text.length) throw outside();
    index += isPairAt(text, index) ? 2 : 1;
  }
  return index;
}

/** The number of the character that starts at a place in a text; -1 for none. */
export function characterIndexOf(text: string, unitIndex: number): bigint {
  return unitIndex < 0 ? -1n : BigInt(characterCount(text.slice(0, unitIndex)));
}

function isPairAt(text: string, index: number): boolean {
  return (text.codePointAt(index) ?? 0) > 0xffff;
}

function outside() {
  return failure('the position is outside the text');
}
