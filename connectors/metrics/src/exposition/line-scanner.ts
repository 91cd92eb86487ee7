import { expositionError } from './exposition-error.ts';
import type { Labels } from './sample.ts';

const nameStart = /[a-zA-Z_:]/;
const namePart = /[a-zA-Z0-9_:]/;
const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/** Reads one line from left to right. */
export class LineScanner {
  readonly #text: string;
  readonly #line: number;
  #at = 0;

  constructor(text: string, line: number) {
    this.#text = text;
    this.#line = line;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  get next(): string {
    return this.#text[this.#at] ?? '';
  }

  skipBlanks(): void {
    while (this.next === ' ' || this.next === '\t') this.#at += 1;
  }

  /** Takes a character where it is the next. */
  take(character: string): boolean {
    if (this.next !== character) return false;
    this.#at += 1;
    return true;
  }

  name(): string {
    const start = this.#at;
    if (!nameStart.test(this.next)) throw this.error(`a name was expected at ${this.#rest()}`);
    while (namePart.test(this.next)) this.#at += 1;
    return this.#text.slice(start, this.#at);
  }

  /** Up to the next blank. */
  word(): string {
    const start = this.#at;
    while (!this.isAtEnd && this.next !== ' ' && this.next !== '\t') this.#at += 1;
    return this.#text.slice(start, this.#at);
  }

  rest(): string {
    return this.#text.slice(this.#at);
  }

  number(): number {
    const word = this.word();
    const value = numberIn(word);
    if (value === null) throw this.error(`${word === '' ? 'nothing' : word} is no number`);
    return value;
  }

  /** `{a="b",c="d"}`, also with a quoted name of the metric as the first. @returns that name, or `null`. */
  labels(into: Map<string, string>): string | null {
    let metric: string | null = null;
    this.skipBlanks();
    while (!this.take('}')) {
      const name = this.next === '"' ? this.quoted() : this.name();
      this.skipBlanks();
      if (this.take('=')) {
        this.skipBlanks();
        if (into.has(name)) throw this.error(`the label ${name} stands there twice`);
        into.set(name, this.quoted());
      } else if (metric === null && into.size === 0) metric = name;
      else throw this.error(`the label ${name} has no value`);
      this.skipBlanks();
      if (this.take(',')) this.skipBlanks();
      else if (this.next !== '}') throw this.error(`, or } was expected at ${this.#rest()}`);
    }
    return metric;
  }

  quoted(): string {
    if (!this.take('"')) throw this.error(`" was expected at ${this.#rest()}`);
    const end = this.#text.indexOf('"', this.#at);
    const plain = end === -1 ? '' : this.#text.slice(this.#at, end);
    if (end !== -1 && !plain.includes('\\')) {
      this.#at = end + 1;
      return plain;
    }
    let text = '';
    while (!this.take('"')) {
      if (this.isAtEnd) throw this.error('a text does not end');
      text += this.take('\\') ? this.#escaped() : this.next;
      this.#at += 1;
    }
    return text;
  }

  error(problem: string): Error {
    return expositionError(this.#line, problem);
  }

  #escaped(): string {
    return escapes[this.next] ?? `\\${this.next}`;
  }

  #rest(): string {
    return this.isAtEnd ? 'the end' : `"${this.#text.slice(this.#at, this.#at + 20)}"`;
  }
}

/** @returns `null` for what is no number. */
function numberIn(word: string): number | null {
  switch (word) {
    case '+Inf':
    case 'Inf':
      return Infinity;
    case '-Inf':
      return -Infinity;
    case 'NaN':
      return Number.NaN;
    default: {
      if (!/^[+-]?(?:\d|\.\d)/.test(word)) return null;
      const value = Number(word);
      return Number.isNaN(value) ? null : value;
    }
  }
}

/** In the order of their names, as series are told apart. */
export function sorted(labels: ReadonlyMap<string, string>): Labels {
  return labels.size < 2 ? labels : new Map([...labels].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
