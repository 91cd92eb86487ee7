import { characterCount } from '../functions/code-points.ts';

/** Something that is wrong in the text of an expression. */
export interface ExpressionIssue {
  /** Where in the text, from 0. */
  readonly start: number;
  readonly message: string;
}

/** The text of an expression is not one of the language. */
export class ExpressionSyntaxError extends Error implements ExpressionIssue {
  readonly start: number;

  constructor(message: string, start: number) {
    super(message);
    this.name = 'ExpressionSyntaxError';
    this.start = start;
  }
}

/** `line 1, column 7` of a position in a text; columns count characters. */
export function formatPosition(source: string, start: number): string {
  const before = source.slice(0, start).split('\n');
  return `line ${before.length}, column ${characterCount(before.at(-1) ?? '') + 1}`;
}
