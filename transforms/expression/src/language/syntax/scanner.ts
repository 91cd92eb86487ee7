import { ExpressionSyntaxError } from './expression-issue.ts';
import type { Token, TokenKind } from './token.ts';

const blanks = /(?:[\t\n\f\r ]|\/\/[^\n]*)*/y;
const name = /[A-Za-z_]\w*/y;
const quotedName = /`[\w.\-/ ]+`/y;
const textPrefix = /(?:[rR][bB]?|[bB][rR]?)?(?=["'])/y;
const hexInteger = /0[xX][\da-fA-F]+[uU]?/y;
const double = /(?:\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)/y;
const integer = /\d+[uU]?/y;
const operator = /&&|\|\||[=!<>]=|[-+*/%!<>?:.,()[\]{}]/y;

/** Cuts the text of an expression into tokens, the last of which is the end. @throws ExpressionSyntaxError */
export function scan(source: string): Token[] {
  const tokens: Token[] = [];
  let at = blanksAt(source, 0);
  while (at < source.length) {
    const token = tokenAt(source, at);
    tokens.push(token);
    at = blanksAt(source, token.end);
  }
  tokens.push({ kind: 'end', text: '', start: source.length, end: source.length });
  return tokens;
}

function blanksAt(source: string, start: number): number {
  return start + (matchAt(blanks, source, start)?.length ?? 0);
}

function matchAt(pattern: RegExp, source: string, start: number): string | null {
  pattern.lastIndex = start;
  return pattern.exec(source)?.[0] ?? null;
}

function tokenAt(source: string, start: number): Token {
  const prefix = matchAt(textPrefix, source, start);
  if (prefix !== null) return textToken(source, start, prefix);
  return (
    numberToken(source, start) ??
    plainToken('name', matchAt(name, source, start), start) ??
    quotedNameToken(source, start) ??
    plainToken('operator', matchAt(operator, source, start), start) ??
    refuseCharacter(source, start)
  );
}

function plainToken(kind: TokenKind, text: string | null, start: number): Token | null {
  return text === null ? null : { kind, text, start, end: start + text.length };
}

function quotedNameToken(source: string, start: number): Token | null {
  const text = matchAt(quotedName, source, start);
  if (text === null) return null;
  return { kind: 'quoted-name', text: text.slice(1, -1), start, end: start + text.length };
}

function numberToken(source: string, start: number): Token | null {
  const decimal = matchAt(double, source, start);
  if (decimal !== null) return plainToken('double', decimal, start);
  const text = matchAt(hexInteger, source, start) ?? matchAt(integer, source, start);
  return plainToken(text !== null && /[uU]$/.test(text) ? 'uint' : 'int', text, start);
}

function textToken(source: string, start: number, prefix: string): Token {
  const open = start + prefix.length;
  const quote = source.charAt(open);
  const delimiter = source.startsWith(quote.repeat(3), open) ? quote.repeat(3) : quote;
  const isRaw = /r/i.test(prefix);
  let at = open + delimiter.length;
  while (!source.startsWith(delimiter, at)) {
    if (at >= source.length || (delimiter.length === 1 && /[\n\r]/.test(source.charAt(at)))) {
      throw new ExpressionSyntaxError(`the text that begins here has no closing ${delimiter}`, start);
    }
    at += source.charAt(at) === '\\' && !isRaw ? 2 : 1;
  }
  const end = at + delimiter.length;
  return { kind: /b/i.test(prefix) ? 'bytes' : 'string', text: source.slice(start, end), start, end };
}

function refuseCharacter(source: string, start: number): never {
  const character = String.fromCodePoint(source.codePointAt(start) ?? 0);
  const hint = character === '=' ? '; equality is written ==' : '';
  throw new ExpressionSyntaxError(`'${character}' means nothing here${hint}`, start);
}
