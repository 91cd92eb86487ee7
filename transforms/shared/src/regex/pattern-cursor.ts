import { PatternError } from './pattern-error.ts';

/** A place in a pattern, moved forward by reading. */
export class PatternCursor {
  readonly pattern: string;
  index = 0;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  get atEnd(): boolean {
    return this.index >= this.pattern.length;
  }

  /** The character to come, empty at the end. A character beyond 16 bits is one. */
  get next(): string {
    const code = this.pattern.codePointAt(this.index);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  /** Reads a character; empty at the end. */
  take(): string {
    const { next } = this;
    this.index += next.length;
    return next;
  }

  /** Reads the text if it comes next. */
  eat(text: string): boolean {
    if (!this.pattern.startsWith(text, this.index)) return false;
    this.index += text.length;
    return true;
  }

  /** Reads what the expression, which must be sticky, finds here; `null` when it finds nothing. */
  match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.index;
    const match = expression.exec(this.pattern);
    if (match !== null) this.index += match[0].length;
    return match;
  }

  /** The error for something at a place, by default the next character. */
  error(reason: string, index = this.index): PatternError {
    return new PatternError(reason, this.pattern, index);
  }
}
