import type { PatternCursor } from './pattern-cursor.ts';

const letters: Readonly<Record<string, string>> = {
  t: '\t',
  n: '\n',
  r: '\r',
  f: '\f',
  a: '\u0007',
  e: '\u001b',
};

const octal = /0([0-3]?[0-7]{1,2})/y;
const hexadecimal = /x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\})|u([0-9a-fA-F]{4})/y;
const control = /c([^])/y;

/**
 * Reads the one character that an escape stands for, the backslash being read already.
 * @throws PatternError when there is none: all letters are reserved.
 */
export function takeEscapedCharacter(cursor: PatternCursor): string {
  const start = cursor.index;
  const code = takeCode(cursor);
  if (code !== null) {
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    throw cursor.error('Hexadecimal codepoint is too big', start);
  }
  const character = cursor.take();
  const named = letters[character];
  if (named !== undefined) return named;
  if (character === '' || /[a-zA-Z0-9]/.test(character)) {
    throw cursor.error('Illegal/unsupported escape sequence', start);
  }
  return character;
}

/** The code that is written as a number or by a control letter; `null` when none is. */
function takeCode(cursor: PatternCursor): number | null {
  const octalDigits = cursor.match(octal)?.[1];
  if (octalDigits !== undefined) return parseInt(octalDigits, 8);
  const [, pair, any, four] = cursor.match(hexadecimal) ?? [];
  const digits = pair ?? any ?? four;
  if (digits !== undefined) return parseInt(digits, 16);
  const controlled = cursor.match(control)?.[1]?.codePointAt(0);
  return controlled === undefined ? null : controlled ^ 64;
}

/** A character as it may stand anywhere in an expression, for itself. */
export function literalCharacter(character: string): string {
  return /^[a-zA-Z0-9]$/.test(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
