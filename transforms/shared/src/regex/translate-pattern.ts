import { literalCharacter, takeEscapedCharacter } from './character-escapes.ts';
import { takeCharacterSet } from './character-sets.ts';
import { PatternCursor } from './pattern-cursor.ts';
import { bracketed, translateClass } from './translate-class.ts';

/** A regular expression of Java's as one of JavaScript's, to be used with the flag `v`. */
export interface TranslatedPattern {
  /** Its nth group is called {@link groupKey}(n). */
  readonly source: string;
  readonly groupCount: number;
  /** The numbers of named groups. */
  readonly groupNumbers: ReadonlyMap<string, number>;
}

/** What a group is called in the translation. */
export function groupKey(number: number): string {
  return `g${number}`;
}

/**
 * Translates a pattern of `java.util.regex`. What has no counterpart is refused: `\G`, `\X`, blocks of characters,
 * and flags other than `i`, `m`, `s` and `u`.
 * @throws PatternError when it is no pattern, or has no counterpart.
 */
export function translatePattern(pattern: string): TranslatedPattern {
  return new Translator(pattern).translate();
}

const lineEnds = String.raw`\n\r\u0085\u2028\u2029`;
const textStart = String.raw`(?<![^])`;
const textEnd = String.raw`(?![^])`;
const beforeLastLineEnd = String.raw`(?=(?:\r\n|[${lineEnds}])?(?![^]))`;

/** Escapes that stand for a place or for more than one character. */
const places: Readonly<Record<string, string>> = {
  A: textStart,
  z: textEnd,
  Z: beforeLastLineEnd,
  b: String.raw`\b`,
  B: String.raw`\B`,
  R: String.raw`(?:\r\n|[\n\v\f\r\u0085\u2028\u2029])`,
};

const groupName = /([a-zA-Z][a-zA-Z0-9]*)>/y;
const inlineFlags = /([a-zA-Z]*)(?:-([a-zA-Z]*))?([:)])/y;
const quantifier = /[*+?]|\{\d+(?:,\d*)?\}/y;
const quotable = /\\Q([^]*?)(?:\\E|$)|\\[^]|[^\\]+/g;
const groupReference = /k<([a-zA-Z][a-zA-Z0-9]*)>/y;

class Translator {
  readonly #cursor: PatternCursor;
  readonly #groupNumbers = new Map<string, number>();
  #groupCount = 0;
  #helperCount = 0;
  #highestReference = 0;
  #flags: ReadonlySet<string> = new Set();

  constructor(pattern: string) {
    this.#cursor = new PatternCursor(withoutQuotes(pattern));
  }

  translate(): TranslatedPattern {
    const cursor = this.#cursor;
    const source = this.#alternatives();
    if (!cursor.atEnd) throw cursor.error("Unmatched closing ')'", Math.max(cursor.index - 1, 0));
    if (this.#highestReference > this.#groupCount) {
      throw cursor.error(`There is no group ${this.#highestReference}`);
    }
    return { source, groupCount: this.#groupCount, groupNumbers: this.#groupNumbers };
  }

  /** Up to a closing parenthesis or the end. Flags set inside end with it. */
  #alternatives(): string {
    const outerFlags = this.#flags;
    let source = '';
    while (!this.#cursor.atEnd && this.#cursor.next !== ')') {
      source += this.#cursor.eat('|') ? '|' : this.#quantified();
    }
    this.#flags = outerFlags;
    return source;
  }

  #quantified(): string {
    const cursor = this.#cursor;
    let source = this.#atom();
    for (let match = cursor.match(quantifier); match !== null; match = cursor.match(quantifier)) {
      const repeated = `(?:${source})${match[0]}`;
      if (cursor.eat('?')) source = `${repeated}?`;
      else source = cursor.eat('+') ? this.#withoutWayBack(repeated) : repeated;
    }
    if (cursor.next === '{') throw cursor.error('Illegal repetition');
    return source;
  }

  /** Possessive quantifiers and atomic groups: what a look ahead has found is not given up again. */
  #withoutWayBack(source: string): string {
    this.#helperCount += 1;
    return `(?:(?=(?<p${this.#helperCount}>${source}))\\k<p${this.#helperCount}>)`;
  }

  #atom(): string {
    const cursor = this.#cursor;
    const start = cursor.index;
    const character = cursor.take();
    switch (character) {
      case '(':
        return this.#group(start);
      case '[':
        return this.#inCase(translateClass(cursor));
      case '\\':
        return this.#escape();
      case '.':
        return this.#flags.has('s') ? '[^]' : `[^${lineEnds}]`;
      case '^':
        return this.#flags.has('m') ? '(?m:^)' : textStart;
      case '$':
        return this.#flags.has('m') ? '(?m:$)' : beforeLastLineEnd;
      default:
        this.#refuseSyntax(character, start);
        return this.#inCase(literalCharacter(character));
    }
  }

  /** Quantifiers need something before them. */
  #refuseSyntax(character: string, start: number): void {
    if (character === '{') throw this.#cursor.error('Illegal repetition', start);
    if ('*+?'.includes(character)) {
      throw this.#cursor.error(`Dangling meta character '${character}'`, start);
    }
  }

  /** The atom as the flag for letter case says. */
  #inCase(atom: string): string {
    return this.#flags.has('i') ? `(?i:${atom})` : atom;
  }

  #group(start: number): string {
    const cursor = this.#cursor;
    if (!cursor.eat('?')) return this.#capturing(null);
    for (const opening of [':', '=', '!', '<=', '<!']) {
      if (cursor.eat(opening)) return `(?${opening}${this.#inside()})`;
    }
    if (cursor.eat('>')) return this.#withoutWayBack(this.#inside());
    if (!cursor.eat('<')) return this.#flagged(start);
    const name = cursor.match(groupName)?.[1];
    if (name === undefined) throw cursor.error('Unknown look-behind group', cursor.index);
    if (this.#groupNumbers.has(name)) {
      throw cursor.error(`Named capturing group <${name}> is already defined`, cursor.index - 1);
    }
    return this.#capturing(name);
  }

  #capturing(name: string | null): string {
    this.#groupCount += 1;
    const number = this.#groupCount;
    if (name !== null) this.#groupNumbers.set(name, number);
    return `(?<${groupKey(number)}>${this.#inside()})`;
  }

  /** The inside of a group with the parenthesis that closes it. */
  #inside(): string {
    const source = this.#alternatives();
    if (!this.#cursor.eat(')')) throw this.#cursor.error('Unclosed group', this.#cursor.pattern.length);
    return source;
  }

  /** `(?i)`, which holds to the end of the group around it, or `(?i:…)`. */
  #flagged(start: number): string {
    const cursor = this.#cursor;
    const match = cursor.match(inlineFlags);
    if (match === null) throw cursor.error('Unknown inline modifier', start + 2);
    const [, added = '', removed = '', end] = match;
    const foreign = /[^imsu]/.exec(added + removed);
    if (foreign !== null) throw cursor.error(`The flag ${foreign[0]} is not supported`, start + 2);
    const outerFlags = this.#flags;
    this.#flags = new Set([...outerFlags, ...Array.from(added)].filter((flag) => !removed.includes(flag)));
    if (end === ')') return '';
    const inside = this.#inside();
    this.#flags = outerFlags;
    return `(?:${inside})`;
  }

  #escape(): string {
    const cursor = this.#cursor;
    const place = places[cursor.next];
    if (place !== undefined) {
      cursor.take();
      return place;
    }
    const reference = this.#reference();
    if (reference !== null) return this.#inCase(`\\k<${groupKey(reference)}>`);
    const set = takeCharacterSet(cursor);
    return this.#inCase(set === null ? literalCharacter(takeEscapedCharacter(cursor)) : bracketed(set));
  }

  /** The number of the group that is referred to; more digits belong to it as long as there are so many groups. */
  #reference(): number | null {
    const cursor = this.#cursor;
    const name = cursor.match(groupReference)?.[1];
    if (name !== undefined) {
      const number = this.#groupNumbers.get(name);
      if (number !== undefined) return number;
      throw cursor.error(`named capturing group <${name}> does not exist`, cursor.index);
    }
    if (!/[1-9]/.test(cursor.next)) return null;
    let number = Number(cursor.take());
    while (/\d/.test(cursor.next) && number * 10 + Number(cursor.next) <= this.#groupCount) {
      number = number * 10 + Number(cursor.take());
    }
    this.#highestReference = Math.max(this.#highestReference, number);
    return number;
  }
}

/** The pattern with a backslash before each character that is not to be taken for syntax, in place of `\\Q…\\E`. */
function withoutQuotes(pattern: string): string {
  return pattern.replaceAll(quotable, (whole, quoted: string | undefined) =>
    quoted === undefined ? whole : quoted.replaceAll(/[\0-\x7f]/g, (character) => escaped(character)),
  );
}

function escaped(character: string): string {
  return /[a-zA-Z0-9]/.test(character) ? character : `\\${character}`;
}
