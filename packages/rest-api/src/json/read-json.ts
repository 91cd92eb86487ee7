import type { JsonMember, JsonNode } from './json-node.ts';
import { RequestBodyError } from './request-body-error.ts';

/** Deeper nesting is refused, so that no body can exhaust the stack. */
const maxDepth = 1000;

const blanks = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /[\w.+-]+/y;
const unicodeEscape = /[0-9a-fA-F]{4}/y;

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * Reads one JSON value (RFC 8259; a byte order mark may precede it).
 * @throws RequestBodyError when the text is not one JSON value.
 */
export function readJson(text: string): JsonNode {
  return new JsonReader(text).readDocument();
}

class JsonReader {
  readonly #text: string;
  #at: number;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith('\uFEFF') ? 1 : 0;
  }

  readDocument(): JsonNode {
    this.#match(blanks);
    const node = this.#value();
    this.#match(blanks);
    if (this.#at < this.#text.length) throw this.#unexpected('the end');
    return node;
  }

  #value(): JsonNode {
    switch (this.#text[this.#at]) {
      case '{':
        return this.#nested(() => this.#object());
      case '[':
        return this.#nested(() => this.#array());
      case '"':
        return { kind: 'string', offset: this.#at, value: this.#string() };
      default:
        return this.#scalar();
    }
  }

  #nested(read: () => JsonNode): JsonNode {
    if (this.#depth === maxDepth) throw this.#problem(`is nested more than ${maxDepth} levels deep`);
    this.#depth += 1;
    const node = read();
    this.#depth -= 1;
    return node;
  }

  #object(): JsonNode {
    const offset = this.#open();
    const members: JsonMember[] = [];
    if (this.#take('}')) return { kind: 'object', offset, members };
    do {
      this.#match(blanks);
      members.push(this.#member());
      this.#match(blanks);
    } while (this.#take(','));
    if (!this.#take('}')) throw this.#unexpected("',' or '}'");
    return { kind: 'object', offset, members };
  }

  #member(): JsonMember {
    const offset = this.#at;
    if (this.#text[offset] !== '"') throw this.#unexpected('a field name in double quotes');
    const name = this.#string();
    this.#match(blanks);
    if (!this.#take(':')) throw this.#unexpected("':'");
    this.#match(blanks);
    return { name, offset, value: this.#value() };
  }

  #array(): JsonNode {
    const offset = this.#open();
    const items: JsonNode[] = [];
    if (this.#take(']')) return { kind: 'array', offset, items };
    do {
      this.#match(blanks);
      items.push(this.#value());
      this.#match(blanks);
    } while (this.#take(','));
    if (!this.#take(']')) throw this.#unexpected("',' or ']'");
    return { kind: 'array', offset, items };
  }

  /** Passes an opening bracket and the blanks after it. */
  #open(): number {
    const offset = this.#at;
    this.#at += 1;
    this.#match(blanks);
    return offset;
  }

  #scalar(): JsonNode {
    const offset = this.#at;
    const found = this.#match(word);
    if (found === 'null') return { kind: 'null', offset };
    if (found === 'true' || found === 'false') return { kind: 'boolean', offset, value: found === 'true' };
    this.#at = offset;
    const literal = this.#match(number);
    if (literal !== '' && literal === found) return { kind: 'number', offset, literal };
    this.#at = offset;
    if (/^[-+.\d]/.test(found)) throw this.#problem('has a number that is not written as JSON demands');
    throw this.#unexpected('a value');
  }

  #string(): string {
    const { length } = this.#text;
    const start = this.#at;
    this.#at += 1;
    let value = '';
    let plainFrom = this.#at;
    for (; this.#at < length; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x22) {
        value += this.#text.slice(plainFrom, this.#at);
        this.#at += 1;
        return value;
      }
      if (code < 0x20)
        throw this.#problem(`has an unescaped control character (${hexCode(code)}) in a string`);
      if (code === 0x5c) {
        value += this.#text.slice(plainFrom, this.#at) + this.#escape();
        plainFrom = this.#at + 1;
      }
    }
    this.#at = start;
    throw this.#problem('has a string without an end');
  }

  /** What the escape sequence at the backslash means; stays on its last character. */
  #escape(): string {
    const backslash = this.#at;
    const letter = this.#text[backslash + 1] ?? '';
    this.#at += 2;
    const digits = letter === 'u' ? this.#match(unicodeEscape) : '';
    this.#at -= 1;
    if (digits !== '') return String.fromCharCode(Number.parseInt(digits, 16));
    const character = escapes[letter];
    if (character !== undefined) return character;
    this.#at = backslash;
    throw this.#problem('has an unknown escape sequence in a string');
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  /** Passes what the sticky pattern matches here, which may be nothing. */
  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #unexpected(expected: string): RequestBodyError {
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) return this.#problem(`ends where ${expected} is expected`);
    return this.#problem(`has ${showCharacter(code)} where ${expected} is expected`);
  }

  #problem(problem: string): RequestBodyError {
    const source = { text: this.#text, offset: this.#at };
    return new RequestBodyError(`The request body is not valid JSON: it ${problem}`, source);
  }
}

function hexCode(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function showCharacter(code: number): string {
  return code > 0x20 && code < 0x7f ? `'${String.fromCodePoint(code)}'` : hexCode(code);
}
