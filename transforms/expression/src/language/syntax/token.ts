/** What a piece of the text is. */
export type TokenKind =
  'name' | 'quoted-name' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'operator' | 'end';

/** A piece of the text of an expression. */
export interface Token {
  readonly kind: TokenKind;
  /** As it stands; of a quoted name what is between the backticks. */
  readonly text: string;
  /** Where it starts, from 0. */
  readonly start: number;
  readonly end: number;
}
