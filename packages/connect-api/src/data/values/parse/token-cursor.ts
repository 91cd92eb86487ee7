const delimiters: ReadonlySet<string> = new Set([':', ',', '{', '}', '[', ']', '"']);
const nextDelimiter = /\\|[:,{}[\]"]/g;
const blank = /^[\0- ]*$/;

/** The text without the control characters and blanks at its ends. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end -= 1;
  return text.slice(start, end);
}

/** Whether there is nothing in the text but control characters and blanks. */
export function isBlank(text: string): boolean {
  return blank.test(text);
}

/** Spares looking for the end of most tokens: the expected one begins with its first character, or with blanks. */
function mayBegin(code: number, expected: string): boolean {
  return code <= 0x20 || code === expected.charCodeAt(0);
}

/**
 * Walks over a text token by token. A token is one of `: , { } [ ] "` or the longest run of other characters,
 * blanks included. A backslash makes the next character one of the run; it stays in the text.
 */
export class TokenCursor {
  readonly text: string;
  #position = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Where the next token begins; assign to go back there. */
  get position(): number {
    return this.#position;
  }

  set position(position: number) {
    this.#position = position;
  }

  get atEnd(): boolean {
    return this.#position >= this.text.length;
  }

  /** The next token, `null` at the end. */
  next(): string | null {
    if (this.atEnd) return null;
    const start = this.#position;
    this.#position = this.#endOfToken(start);
    return this.text.slice(start, this.#position);
  }

  /** The next tokens as one text, `null` (and nothing is taken) when there are fewer. */
  nextTogether(count: number): string | null {
    const start = this.#position;
    for (let taken = 0; taken < count; taken += 1) {
      if (this.next() === null) {
        this.#position = start;
        return null;
      }
    }
    return this.text.slice(start, this.#position);
  }

  /**
   * Takes the next token if, blanks aside, it is the expected one. Tokens of blanks before it are skipped; they stay
   * skipped even when the token is another.
   */
  take(expected: string): boolean {
    while (!this.atEnd) {
      const start = this.#position;
      if (!mayBegin(this.text.charCodeAt(start), expected)) return false;
      const end = this.#endOfToken(start);
      const token = this.text.slice(start, end);
      if (end < this.text.length && isBlank(token)) {
        this.#position = end;
        continue;
      }
      if (trimBlanks(token) !== expected) return false;
      this.#position = end;
      return true;
    }
    return false;
  }

  #endOfToken(start: number): number {
    if (delimiters.has(this.text.charAt(start))) return start + 1;
    nextDelimiter.lastIndex = start;
    for (let match = nextDelimiter.exec(this.text); match !== null; match = nextDelimiter.exec(this.text)) {
      if (match[0] !== '\\') return match.index;
      nextDelimiter.lastIndex = match.index + 2;
    }
    return this.text.length;
  }
}
