import { ExpressionSyntaxError } from './expression-issue.ts';
import type { Token } from './token.ts';

const simpleEscapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '?': '?',
  '"': '"',
  "'": "'",
  '`': '`',
};

const escape =
  /\\(?:x([\da-fA-F]{2})|X([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-3][0-7]{2})|([abfnrtv\\?"'`]))/y;

/** The text of a string token. @throws ExpressionSyntaxError when an escape is none. */
export function textOfString(token: Token): string {
  return pieces(token, (code) => {
    const isScalar = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    if (!isScalar) throw new ExpressionSyntaxError('an escape stands for no character', token.start);
    return String.fromCodePoint(code);
  }).join('');
}

/** The bytes of a bytes token: its text as UTF-8, but `\xff` and `\377` are single bytes. */
export function bytesOfToken(token: Token): Buffer {
  const parts = pieces(token, (code, isByte) => {
    if (!isByte) throw new ExpressionSyntaxError('bytes take no \\u and \\U', token.start);
    return Buffer.of(code);
  });
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part)));
}

function pieces<T>(token: Token, make: (code: number, isByte: boolean) => T): (string | T)[] {
  const { prefix, body } = bodyOf(token.text);
  if (/r/i.test(prefix)) return [body];
  const parts: (string | T)[] = [];
  for (let at = 0; at < body.length;) {
    const next = body.indexOf('\\', at);
    if (next === -1) return [...parts, body.slice(at)];
    parts.push(body.slice(at, next));
    escape.lastIndex = next;
    const match = escape.exec(body);
    if (match === null)
      throw new ExpressionSyntaxError(`there is no escape \\${body.charAt(next + 1)}`, token.start);
    parts.push(escaped(match, make));
    at = next + match[0].length;
  }
  return parts;
}

function escaped<T>(match: RegExpExecArray, make: (code: number, isByte: boolean) => T): string | T {
  const [, x, bigX, u, bigU, octal, simple] = match;
  if (simple !== undefined) return simpleEscapes[simple] ?? '';
  if (octal !== undefined) return make(Number.parseInt(octal, 8), true);
  const byte = x ?? bigX;
  return make(Number.parseInt(byte ?? u ?? bigU ?? '', 16), byte !== undefined);
}

function bodyOf(text: string): { readonly prefix: string; readonly body: string } {
  const open = text.search(/["']/);
  const quote = text.charAt(open);
  const size = text.startsWith(quote.repeat(3), open) && text.length - open >= 6 ? 3 : 1;
  return { prefix: text.slice(0, open), body: text.slice(open + size, -size) };
}
