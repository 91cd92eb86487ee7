import { ExpressionSyntaxError } from './expression-issue.ts';
import { bytesOfToken, textOfString } from './literal-text.ts';
import { expandCall } from './macros.ts';
import type { Node } from './node.ts';
import { parseInt64, parseUint64 } from './number-literal.ts';
import type { Parser } from './parser.ts';
import type { Token } from './token.ts';

const reserved: ReadonlySet<string> = new Set(
  'as break const continue else for function if import let loop package namespace return var void while in'.split(
    ' ',
  ),
);

const constants: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Parses what operators and members are applied to. @throws ExpressionSyntaxError */
export function parsePrimary(parser: Parser): Node {
  const { cursor } = parser;
  const { token } = cursor;
  if (cursor.takeIf('(') !== null) {
    const node = parser.expression();
    cursor.expect(')');
    return node;
  }
  if (cursor.takeIf('[') !== null) {
    return { kind: 'list', items: parser.expressionsUntil(']'), start: token.start };
  }
  if (cursor.takeIf('{') !== null) return parseMap(parser, token.start);
  // A leading dot means the same name, looked up from the root; there are no other places here.
  if (cursor.is('.') && cursor.token.kind === 'operator') cursor.take();
  if (cursor.token.kind === 'name') return parseName(parser);
  return parseLiteral(parser);
}

function parseName(parser: Parser): Node {
  const { text: name, start } = parser.cursor.take();
  const constant = constants.get(name);
  if (constant !== undefined) return { kind: 'literal', value: constant, start };
  if (reserved.has(name))
    throw new ExpressionSyntaxError(`'${name}' is reserved and cannot be a name`, start);
  if (parser.cursor.takeIf('(') !== null) {
    return expandCall({ kind: 'call', name, target: null, args: parser.expressionsUntil(')'), start });
  }
  if (parser.cursor.is('{')) {
    throw new ExpressionSyntaxError(
      `there are no messages such as ${name}{…}; a map is written {'field': …}`,
      start,
    );
  }
  return { kind: 'name', name, start };
}

function parseMap(parser: Parser, start: number): Node {
  const { cursor } = parser;
  const entries: [Node, Node][] = [];
  while (cursor.takeIf('}') === null) {
    const key = parser.expression();
    cursor.expect(':');
    entries.push([key, parser.expression()]);
    if (cursor.takeIf(',') === null && !cursor.is('}')) cursor.refuse("expected ',' or '}'");
  }
  return { kind: 'map', entries, start };
}

function parseLiteral({ cursor }: Parser): Node {
  const { token } = cursor;
  const value = literalValue(token);
  if (value === null) return cursor.refuse('expected an expression');
  cursor.take();
  return { kind: 'literal', value, start: token.start };
}

function literalValue(token: Token) {
  switch (token.kind) {
    case 'int':
      return parseInt64(token.text, token.start);
    case 'uint':
      return parseUint64(token.text, token.start);
    case 'double':
      return Number(token.text);
    case 'string':
      return textOfString(token);
    case 'bytes':
      return bytesOfToken(token);
    default:
      return null;
  }
}
