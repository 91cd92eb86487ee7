/** The letters that stand for a field, as `java.text.SimpleDateFormat` knows them. */
export type PatternLetter =
  | 'G'
  | 'y'
  | 'Y'
  | 'M'
  | 'L'
  | 'w'
  | 'W'
  | 'D'
  | 'd'
  | 'F'
  | 'E'
  | 'u'
  | 'a'
  | 'H'
  | 'k'
  | 'K'
  | 'h'
  | 'm'
  | 's'
  | 'S'
  | 'z'
  | 'Z'
  | 'X';

/** A field and how often its letter stands there, or text that stands for itself. */
export type PatternPart =
  { readonly letter: PatternLetter; readonly count: number } | { readonly literal: string };

/** A pattern in its parts, or what is wrong with it in Java's words. */
export type ParsedPattern =
  { readonly parts: readonly PatternPart[]; readonly problem: null } | { readonly problem: string };

const letters: ReadonlySet<string> = new Set('GyYMLwWDdFEuaHkKhmsSzZX');

/** One element of a pattern: a doubled quote, quoted text, a run of one letter, or other text. */
const element = /''|'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g;

/** Reads a pattern. Letters stand for fields unless they are quoted; two quotes in a row are one quote. */
export function parseDatePattern(pattern: string): ParsedPattern {
  const parts: PatternPart[] = [];
  for (const [text, quoted, letter] of pattern.matchAll(element)) {
    if (letter !== undefined) {
      const problem = problemWith(letter, text.length);
      if (problem !== null) return { problem };
      parts.push({ letter: letter as PatternLetter, count: text.length });
    } else if (quoted !== undefined) {
      parts.push({ literal: quoted.replaceAll("''", "'") });
    } else if (text === "'") {
      return { problem: 'Unterminated quote' };
    } else {
      parts.push({ literal: text === "''" ? "'" : text });
    }
  }
  return { parts, problem: null };
}

function problemWith(letter: string, count: number): string | null {
  if (!letters.has(letter)) return `Illegal pattern character '${letter}'`;
  return letter === 'X' && count > 3 ? `invalid ISO 8601 format: length=${count}` : null;
}
