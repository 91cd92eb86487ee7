import { ExpressionSyntaxError } from './expression-issue.ts';
import { maxDepth } from './limits.ts';
import { scan } from './scanner.ts';
import type { Token } from './token.ts';

/** Goes through the tokens of an expression, and counts how deep it is. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  /** @throws ExpressionSyntaxError */
  constructor(source: string) {
    this.#tokens = scan(source);
  }

  get token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  /** Whether the next token but some is the operator. */
  isAhead(operator: string, distance: number): boolean {
    const token = this.#tokens[this.#next + distance];
    return token?.kind === 'operator' && token.text === operator;
  }

  is(operator: string): boolean {
    return this.token.kind === 'operator' && this.token.text === operator;
  }

  take(): Token {
    const { token } = this;
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }

  /** Takes the operator if it is next. */
  takeIf(operator: string): Token | null {
    return this.is(operator) ? this.take() : null;
  }

  /** @throws ExpressionSyntaxError when it is not next. */
  expect(operator: string): Token {
    return this.takeIf(operator) ?? this.refuse(`expected '${operator}'`);
  }

  refuse(expectation: string): never {
    const { kind, text, start } = this.token;
    const found = kind === 'end' ? 'the expression ends' : `there is ${shownToken(kind, text)}`;
    throw new ExpressionSyntaxError(`${expectation}, but ${found}`, start);
  }

  /** Parses something that is inside something else. @throws ExpressionSyntaxError when it is too deep inside. */
  inside<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > maxDepth) {
      throw new ExpressionSyntaxError(`more than ${maxDepth} things are inside each other`, this.token.start);
    }
    const result = parse();
    this.#depth -= 1;
    return result;
  }
}

/** Texts are not shown: they may be secrets. */
function shownToken(kind: Token['kind'], text: string): string {
  return kind === 'string' || kind === 'bytes' ? 'a text' : `'${text}'`;
}
