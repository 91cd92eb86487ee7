import { Pattern } from '../functions/pattern.ts';
import type { MatchNode, Node } from '../syntax/node.ts';
import { aKind, kindOf } from '../values/kind-of.ts';
import type { Code } from './code.ts';
import { failedAt, failure } from './evaluation-failure.ts';

/** @throws ExpressionSyntaxError when the pattern is none, or is too large. */
export function matchCode(node: MatchNode, compile: (node: Node) => Code): Code {
  const target = compile(node.target);
  const pattern = new Pattern(node.pattern, node.patternStart);
  return (at) => {
    const text = target(at);
    if (typeof text !== 'string') {
      throw failedAt(failure(`matches() is for a string, but this is ${aKind(kindOf(text))}`), node.start);
    }
    at.start = node.start;
    return pattern.isIn(text, at);
  };
}
