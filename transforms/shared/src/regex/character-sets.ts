import type { PatternCursor } from './pattern-cursor.ts';

/** A set of characters as it stands within brackets. */
export interface CharacterSet {
  readonly content: string;
  readonly negated: boolean;
}

/** Sets by the letter after the backslash; the capital letter means all other characters. */
const escapes: Readonly<Record<string, string>> = {
  d: '0-9',
  w: 'a-zA-Z0-9_',
  s: String.raw` \t\n\v\f\r`,
  h: String.raw` \t\u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000`,
  v: String.raw`\n\v\f\r\u0085\u2028\u2029`,
};

/** What `\p{…}` means where JavaScript has no property of that name. */
const properties: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: String.raw`\x00-\x7f`,
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: String.raw`\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e`,
  Graph: String.raw`\x21-\x7e`,
  Print: String.raw`\x20-\x7e`,
  Blank: String.raw` \t`,
  Cntrl: String.raw`\x00-\x1f\x7f`,
  XDigit: '0-9a-fA-F',
  Space: String.raw` \t\n\v\f\r`,
  javaLowerCase: String.raw`\p{Lowercase}`,
  javaUpperCase: String.raw`\p{Uppercase}`,
  javaAlphabetic: String.raw`\p{Alphabetic}`,
  javaLetter: String.raw`\p{L}`,
  javaDigit: String.raw`\p{Nd}`,
  javaLetterOrDigit: String.raw`\p{L}\p{Nd}`,
  IsLetter: String.raw`\p{L}`,
  IsDigit: String.raw`\p{Nd}`,
  IsPunctuation: String.raw`\p{P}`,
  IsControl: String.raw`\p{Cc}`,
  IsTitlecase: String.raw`\p{Lt}`,
};

const propertyName = /([A-Z])|\{([^}]*)\}/y;

/** Reads the set that an escape stands for, the backslash being read already; `null` when it stands for none. */
export function takeCharacterSet(cursor: PatternCursor): CharacterSet | null {
  const letter = cursor.next;
  const content = escapes[letter.toLowerCase()];
  if (content !== undefined) {
    cursor.take();
    return { content, negated: letter !== letter.toLowerCase() };
  }
  if (letter !== 'p' && letter !== 'P') return null;
  cursor.take();
  return { content: takeProperty(cursor), negated: letter === 'P' };
}

function takeProperty(cursor: PatternCursor): string {
  const start = cursor.index;
  const match = cursor.match(propertyName);
  const name = match?.[1] ?? match?.[2] ?? '';
  const own = properties[name];
  if (own !== undefined) return own;
  const candidates = [
    name,
    name.replace(/^(?:gc|general_category)=/, ''),
    name.replace(/^Is/, ''),
    `Script=${name.replace(/^(?:Is|sc=|script=)/, '')}`,
  ];
  const known = candidates.map((candidate) => String.raw`\p{${candidate}}`).find(isProperty);
  if (known !== undefined) return known;
  throw cursor.error(`Unknown character property name {${name}}`, start);
}

function isProperty(escape: string): boolean {
  try {
    return new RegExp(escape, 'v').unicodeSets;
  } catch {
    return false;
  }
}
