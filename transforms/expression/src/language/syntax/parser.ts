import type { Value } from '../values/value.ts';
import { ExpressionSyntaxError } from './expression-issue.ts';
import { maxDepth, maxLength } from './limits.ts';
import { expandCall } from './macros.ts';
import type { BinaryOperator, Node } from './node.ts';
import { parseInt64 } from './number-literal.ts';
import { parsePrimary } from './primary.ts';
import { TokenCursor } from './token-cursor.ts';

/** Parses an expression. @throws ExpressionSyntaxError when it is none, is too long or too deep. */
export function parseExpression(source: string): Node {
  if (source.length > maxLength) {
    throw new ExpressionSyntaxError(`an expression has at most ${maxLength} characters`, maxLength);
  }
  const cursor = new TokenCursor(source);
  const node = new Parser(cursor).expression();
  if (cursor.token.kind !== 'end') cursor.refuse('expected an operator');
  return node;
}

const relations: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** A parser for the grammar of CEL: one method for each level of precedence. */
export class Parser {
  readonly cursor: TokenCursor;

  constructor(cursor: TokenCursor) {
    this.cursor = cursor;
  }

  expression(): Node {
    return this.cursor.inside(() => {
      const condition = this.#logic('||');
      const sign = this.cursor.takeIf('?');
      if (sign === null) return condition;
      const chosen = this.#logic('||');
      this.cursor.expect(':');
      return { kind: 'conditional', start: sign.start, condition, chosen, otherwise: this.expression() };
    });
  }

  /** Expressions up to a closing sign, which is taken too; a comma may stand after the last one. */
  expressionsUntil(closing: string): Node[] {
    const nodes: Node[] = [];
    while (this.cursor.takeIf(closing) === null) {
      nodes.push(this.expression());
      if (this.cursor.takeIf(',') === null && !this.cursor.is(closing)) {
        this.cursor.refuse(`expected ',' or '${closing}'`);
      }
    }
    return nodes;
  }

  #logic(operator: '&&' | '||'): Node {
    const next = operator === '||' ? () => this.#logic('&&') : () => this.#relation();
    const first = next();
    const sign = this.cursor.token;
    const operands = [first];
    while (this.cursor.takeIf(operator) !== null) operands.push(next());
    return operands.length === 1 ? first : { kind: 'logic', operator, operands, start: sign.start };
  }

  #relation(): Node {
    return this.#chain(
      () => this.#sum(),
      () => {
        const { kind, text } = this.cursor.token;
        return (kind === 'operator' && relations.has(text)) || (kind === 'name' && text === 'in');
      },
    );
  }

  #sum(): Node {
    return this.#chain(
      () => this.#product(),
      () => this.cursor.is('+') || this.cursor.is('-'),
    );
  }

  #product(): Node {
    return this.#chain(
      () => this.#unary(),
      () => this.cursor.is('*') || this.cursor.is('/') || this.cursor.is('%'),
    );
  }

  #chain(operand: () => Node, hasOperator: () => boolean): Node {
    let left = operand();
    for (let length = 1; hasOperator(); length += 1) {
      const { text, start } = this.cursor.take();
      if (length >= maxDepth) {
        throw new ExpressionSyntaxError(`more than ${maxDepth} operators of a kind in a row`, start);
      }
      left = { kind: 'binary', operator: text as BinaryOperator, left, right: operand(), start };
    }
    return left;
  }

  #unary(): Node {
    const sign = this.cursor.takeIf('!') ?? this.cursor.takeIf('-');
    if (sign === null) return this.#member();
    const negative = sign.text === '-' ? this.#negativeNumber(sign.end) : null;
    if (negative !== null) return this.#members({ kind: 'literal', value: negative, start: sign.start });
    const operand = this.cursor.inside(() => this.#unary());
    return { kind: 'unary', operator: sign.text as '-' | '!', operand, start: sign.start };
  }

  /** A number right after a minus: so the smallest integer can be written. */
  #negativeNumber(start: number): Value {
    const { token } = this.cursor;
    if (token.start !== start || (token.kind !== 'int' && token.kind !== 'double')) return null;
    this.cursor.take();
    if (token.kind === 'double') return -Number(token.text);
    return parseInt64(`-${token.text}`, start);
  }

  #member(): Node {
    return this.#members(parsePrimary(this));
  }

  #members(primary: Node): Node {
    let node = primary;
    for (let length = 1; ; length += 1) {
      if (length > maxDepth) this.cursor.refuse(`expected at most ${maxDepth} members in a row`);
      const bracket = this.cursor.takeIf('[');
      if (bracket !== null) {
        const index = this.expression();
        this.cursor.expect(']');
        node = { kind: 'index', target: node, index, start: bracket.start };
      } else if (this.cursor.takeIf('.') === null) return node;
      else node = this.#named(node);
    }
  }

  #named(target: Node): Node {
    const { kind, text, start } = this.cursor.token;
    if (kind !== 'name' && kind !== 'quoted-name') this.cursor.refuse('expected the name of a field');
    this.cursor.take();
    if (kind === 'quoted-name' || this.cursor.takeIf('(') === null) {
      return { kind: 'select', target, field: text, start };
    }
    const args = this.expressionsUntil(')');
    return expandCall({ kind: 'call', name: text, target, args, start });
  }
}
