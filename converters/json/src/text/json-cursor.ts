import { ExpectedNames } from './expected-names.ts';
import { JsonSyntaxError } from './json-syntax-error.ts';
import { NameCache } from './name-cache.ts';
import { checkDigits, fractionEnd, maxExactDigits, powersOfTen, startsFraction } from './number-range.ts';
import {
  space,
  quote,
  comma,
  minus,
  point,
  zero,
  nine,
  colon,
  openBracket,
  backslash,
  closeBracket,
  lowerF,
  lowerN,
  lowerT,
  openBrace,
  closeBrace,
  isBlank,
} from './characters.ts';

/** The kind of JSON value; `MISSING` when there is none at all. */
export type JsonKind = 'OBJECT' | 'ARRAY' | 'STRING' | 'NUMBER' | 'BOOLEAN' | 'NULL' | 'MISSING';

const maxDepth = 1000;
const maxNameLength = 50_000;
const maxStringLength = 20_000_000;

/**
 * Reads JSON text from front to back, one value at a time. It accepts what Connect's own parser accepts: leading
 * zeros, and anything after the first value; it is strict otherwise, with the same limits. Reading throws
 * JsonSyntaxError where the text is not JSON.
 *
 * An array is read by `enter`, then `nextElement` before each value; an object by `enter`, then `nextMember` and
 * `readName` (or `skipName`) before each value.
 */
export class JsonCursor {
  /** Of the last number read: the nearest 64-bit floating point number. */
  number = 0;
  /** Of the last number read: whether it has neither fraction nor exponent. */
  integral = false;
  #text = '';
  #position = 0;
  #depth = 0;
  #atFirst = false;
  #numberStart = 0;
  readonly #names = new NameCache();
  readonly #expectedNames = new ExpectedNames();

  /** Starts at the beginning of another text, which may be the inside of arrays and objects. */
  open(text: string, depth = 0): void {
    this.#text = text;
    this.#position = 0;
    this.#depth = depth;
    this.#atFirst = false;
    this.#expectedNames.restart();
  }

  /** Where the cursor stands; to be given to `seek`. */
  get position(): number {
    return this.#position;
  }

  seek(position: number): void {
    this.#position = position;
  }

  /** The text from a position up to the cursor. */
  textFrom(position: number): string {
    return this.#text.slice(position, this.#position);
  }

  /** The character the next value starts with, after blanks; NaN at the end. */
  peek(): number {
    const text = this.#text;
    let code = text.charCodeAt(this.#position);
    while (code <= space) {
      if (!isBlank(code)) throw this.#unexpected('a value');
      code = text.charCodeAt(++this.#position);
    }
    return code;
  }

  /** The kind of the next value, by its first character alone. */
  kind(): JsonKind {
    switch (this.peek()) {
      case openBrace:
        return 'OBJECT';
      case openBracket:
        return 'ARRAY';
      case quote:
        return 'STRING';
      case lowerT:
      case lowerF:
        return 'BOOLEAN';
      case lowerN:
        return 'NULL';
      default:
        return this.#position === this.#text.length && this.#depth === 0 ? 'MISSING' : 'NUMBER';
    }
  }

  enter(): void {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new JsonSyntaxError(`Nested more than ${maxDepth} levels deep`);
    this.#position += 1;
    this.#atFirst = true;
  }

  /** Goes back to where the array or object starts that was entered last. */
  abandon(start: number): void {
    this.#position = start;
    this.#depth -= 1;
    this.#atFirst = false;
  }

  /** Whether another element follows; leaves the array when not. */
  nextElement(): boolean {
    return this.#next(closeBracket);
  }

  /** Whether another member follows; leaves the object when not. */
  nextMember(): boolean {
    return this.#next(closeBrace);
  }

  /** The name of the next member. */
  readName(): string {
    const expected = this.#expectedNames.match(this.#text, this.#position);
    if (expected === undefined) return this.#readUnexpectedName();
    this.#position += expected.head.length;
    return expected.name;
  }

  /** Steps over the name of the next member if it is this one, given in double quotes, without escapes. */
  skipName(quoted: string): boolean {
    this.peek();
    if (!this.#text.startsWith(quoted, this.#position)) return false;
    this.#position += quoted.length;
    this.#readColon();
    return true;
  }

  readString(): string {
    const start = this.#position;
    const escaped = this.#skipString();
    if (this.#position - start > maxStringLength) throw tooLong('A string', maxStringLength);
    return escaped
      ? unescape(this.#text.slice(start, this.#position))
      : this.#text.slice(start + 1, this.#position - 1);
  }

  /** Leaves what was read in `number` and `integral`. */
  readNumber(): void {
    const text = this.#text;
    const start = this.#position;
    const firstDigit = text.charCodeAt(start) === minus ? start + 1 : start;
    let end = firstDigit;
    let magnitude = 0;
    let code = text.charCodeAt(end);
    for (; code >= zero && code <= nine; code = text.charCodeAt(++end))
      magnitude = magnitude * 10 + code - zero;
    if (end === firstDigit) throw this.#unexpected('a value');
    this.#numberStart = start;
    this.#position = end;
    this.integral = !startsFraction(code);
    if (this.integral && end - firstDigit <= maxExactDigits)
      this.number = firstDigit === start ? magnitude : 0 - magnitude;
    else if (code !== point || !this.#readDecimal(magnitude, firstDigit)) this.#finishNumber(firstDigit);
  }

  /** The last number read, as it stands in the text. */
  numberText(): string {
    return this.#text.slice(this.#numberStart, this.#position);
  }

  readBoolean(): boolean {
    const value = this.#text.charCodeAt(this.#position) === lowerT;
    this.#readWord(value ? 'true' : 'false');
    return value;
  }

  readNull(): void {
    this.#readWord('null');
  }

  /** Steps over a value of any kind, or over nothing where there is none. */
  skipValue(): void {
    switch (this.kind()) {
      case 'OBJECT':
        this.enter();
        while (this.nextMember()) {
          this.readName();
          this.skipValue();
        }
        break;
      case 'ARRAY':
        this.enter();
        while (this.nextElement()) this.skipValue();
        break;
      case 'STRING':
        this.readString();
        break;
      case 'NUMBER':
        this.readNumber();
        break;
      case 'BOOLEAN':
        this.readBoolean();
        break;
      case 'NULL':
        this.readNull();
        break;
      case 'MISSING':
        break;
    }
  }

  /** @throws JsonSyntaxError when the first value of the text runs into what follows it. */
  endText(): void {
    const last = this.#text.charCodeAt(this.#position - 1);
    const next = this.#text.charCodeAt(this.#position);
    if (Number.isNaN(next) || isBlank(next)) return;
    if (last >= zero && last <= nine) throw this.#unexpected('a blank or the end');
    if (last >= 0x61 && last <= 0x7a && isWordCharacter(next)) throw this.#unexpected('the end of the word');
  }

  #next(closer: number): boolean {
    const code = this.peek();
    if (code === closer) {
      this.#position += 1;
      this.#depth -= 1;
      this.#atFirst = false;
      return false;
    }
    if (this.#atFirst) this.#atFirst = false;
    else if (code === comma) this.#position += 1;
    else
      throw this.#unexpected(`a comma or ${closer === closeBrace ? 'a closing brace' : 'a closing bracket'}`);
    return true;
  }

  #readColon(): void {
    if (this.peek() !== colon) throw this.#unexpected('a colon');
    this.#position += 1;
  }

  #readUnexpectedName(): string {
    if (this.peek() !== quote) throw this.#unexpected('a member name in double quotes');
    const text = this.#text;
    const start = this.#position + 1;
    let end = start;
    let hash = 0;
    for (let code = text.charCodeAt(end); code !== quote; code = text.charCodeAt(++end)) {
      if (code === backslash || !(code >= space)) return this.#readEscapedName();
      hash = (hash * 31 + code) | 0;
    }
    if (end - start > maxNameLength) throw tooLong('A member name', maxNameLength);
    this.#position = end + 1;
    this.#readColon();
    const known = this.#names.find(text, { start, end, hash });
    this.#expectedNames.correct(known);
    return known.name;
  }

  /** A name with escapes. */
  #readEscapedName(): string {
    const name = this.readString();
    if (name.length > maxNameLength) throw tooLong('A member name', maxNameLength);
    this.#readColon();
    return name;
  }

  /** Returns whether the string has escapes, which are not yet checked. */
  #skipString(): boolean {
    const text = this.#text;
    let end = this.#position + 1;
    let escaped = false;
    for (let code = text.charCodeAt(end); code !== quote; code = text.charCodeAt(++end)) {
      if (code >= space && code !== backslash) continue;
      this.#position = end;
      if (code !== backslash) throw this.#unexpected('the rest of a string');
      escaped = true;
      end += 1;
    }
    this.#position = end + 1;
    return escaped;
  }

  /**
   * A fraction without an exponent. With so few digits, they and the power of ten are exact, and their quotient is the
   * nearest number.
   * @returns false, having read nothing, where it is another one.
   */
  #readDecimal(whole: number, firstDigit: number): boolean {
    const text = this.#text;
    let end = this.#position + 1;
    let digits = whole;
    let code = text.charCodeAt(end);
    for (; code >= zero && code <= nine; code = text.charCodeAt(++end)) digits = digits * 10 + code - zero;
    const fractionDigits = end - this.#position - 1;
    const isExact = end - firstDigit <= maxExactDigits && digits > 0;
    if (fractionDigits === 0 || !isExact || startsFraction(code)) return false;
    const divisor = powersOfTen[fractionDigits] as number;
    this.#position = end;
    this.number = firstDigit === this.#numberStart ? digits / divisor : -digits / divisor;
    return true;
  }

  /** The integral part, with more digits than are exact, or with a fraction to come. */
  #finishNumber(firstDigit: number): void {
    if (this.integral) checkDigits(this.#position - firstDigit);
    else this.#position = fractionEnd(this.#text, firstDigit, this.#position);
    const number = Number(this.numberText());
    // There is no negative zero among the decimal numbers, only among those too small to be told from it.
    this.number = number === 0 && !/[1-9]/.test(this.numberText().replace(/e.*/i, '')) ? 0 : number;
  }

  #readWord(word: string): void {
    if (!this.#text.startsWith(word, this.#position)) throw this.#unexpected(`the word ${word}`);
    this.#position += word.length;
  }

  #unexpected(expected: string): JsonSyntaxError {
    const found = this.#text.codePointAt(this.#position);
    const what = found === undefined ? 'end of text' : `character ${describe(found)}`;
    return new JsonSyntaxError(`Unexpected ${what} at ${this.#position}: expected ${expected}`);
  }
}

function isWordCharacter(code: number): boolean {
  return code >= 0x80 || /[\w$]/.test(String.fromCharCode(code));
}

function describe(codePoint: number): string {
  return codePoint > space && codePoint < 0x7f
    ? String.fromCodePoint(codePoint)
    : `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

function tooLong(what: string, limit: number): JsonSyntaxError {
  return new JsonSyntaxError(`${what} is longer than ${limit} characters`);
}

/** Of a string literal with its quotes. */
function unescape(literal: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch (cause) {
    throw new JsonSyntaxError('Invalid escape in a string', { cause });
  }
}
