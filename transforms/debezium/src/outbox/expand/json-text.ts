/** A number with a fraction or an exponent, whatever its value. */
export class JsonFraction {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/**
 * A value in JSON: whole numbers as `number` within 32 bits and `bigint` beyond, others as {@link JsonFraction};
 * objects as maps in the order of the text, of a name that is there twice the last value counts.
 */
export type JsonValue =
  | null
  | boolean
  | string
  | number
  | bigint
  | JsonFraction
  | readonly JsonValue[]
  | ReadonlyMap<string, JsonValue>;

const maxDepth = 1000;
const blanks = /[ \t\r\n]*/y;
const stringToken = /"[^"\\]*(?:\\[^][^"\\]*)*"/y;
const numberToken = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const wordToken = /null|true|false/y;
const words: Readonly<Record<string, null | boolean>> = { null: null, true: true, false: false };

/**
 * The first value in a text; what follows it does not matter.
 * @throws SyntaxError when it is no JSON, or nested deeper than 1000 levels.
 */
export function readJsonText(text: string): JsonValue {
  return new JsonReader(text).readValue(0);
}

class JsonReader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readValue(depth: number): JsonValue {
    if (depth > maxDepth) throw new SyntaxError(`JSON is nested deeper than ${maxDepth} levels`);
    this.#take(blanks);
    switch (this.#text[this.#position]) {
      case '{':
        return this.#readObject(depth + 1);
      case '[':
        return this.#readArray(depth + 1);
      case '"':
        return this.#readString();
      default:
        return this.#readScalar();
    }
  }

  #readObject(depth: number): JsonValue {
    const entries = new Map<string, JsonValue>();
    this.#readItems('}', () => {
      const name = this.#readString();
      this.#take(blanks);
      this.#expect(':');
      entries.set(name, this.readValue(depth));
    });
    return entries;
  }

  #readArray(depth: number): JsonValue {
    const elements: JsonValue[] = [];
    this.#readItems(']', () => elements.push(this.readValue(depth)));
    return elements;
  }

  /** What stands between brackets and commas, from the opening bracket on. */
  #readItems(end: string, readItem: () => void): void {
    this.#position += 1;
    this.#take(blanks);
    if (this.#text[this.#position] === end) {
      this.#position += 1;
      return;
    }
    for (;;) {
      this.#take(blanks);
      readItem();
      this.#take(blanks);
      if (this.#text[this.#position] !== ',') break;
      this.#position += 1;
    }
    this.#expect(end);
  }

  #readString(): string {
    const token = this.#take(stringToken);
    if (token === null) throw this.#unexpected();
    return JSON.parse(token[0]) as string;
  }

  #readScalar(): JsonValue {
    const word = this.#take(wordToken);
    if (word !== null) return words[word[0]] ?? null;
    const number = this.#take(numberToken);
    if (number === null) throw this.#unexpected();
    const [digits, fraction, exponent] = number;
    if (fraction !== undefined || exponent !== undefined) return new JsonFraction(Number(digits));
    const whole = BigInt(digits);
    return BigInt.asIntN(32, whole) === whole ? Number(whole) : whole;
  }

  #expect(character: string): void {
    if (this.#text[this.#position] !== character) throw this.#unexpected();
    this.#position += 1;
  }

  #take(token: RegExp): RegExpExecArray | null {
    token.lastIndex = this.#position;
    const match = token.exec(this.#text);
    if (match !== null) this.#position += match[0].length;
    return match;
  }

  #unexpected(): SyntaxError {
    return new SyntaxError(`JSON has something unexpected at position ${this.#position}`);
  }
}
