import { checkExpression, type Checked } from './check/check.ts';
import type { Environment } from './check/environment.ts';
import type { Type } from './check/type.ts';
import type { Code } from './evaluate/code.ts';
import { compileNode } from './evaluate/compile.ts';
import type { Evaluation } from './evaluate/evaluation.ts';
import { mentions, nodeCount } from './evaluate/node-parts.ts';
import { ExpressionSyntaxError } from './syntax/expression-issue.ts';
import type { Node } from './syntax/node.ts';
import { parseExpression } from './syntax/parser.ts';
import type { Value } from './values/value.ts';

/** An expression of CEL, compiled. */
export class Program<Input = unknown> {
  readonly source: string;
  /** What its values are, whatever it is given. */
  readonly type: Type;
  readonly #node: Node;
  readonly #code: Code;
  readonly #steps: number;

  /** @throws ExpressionSyntaxError at the first thing that is wrong. */
  constructor(source: string, environment: Environment<Input>) {
    this.source = source;
    this.#node = parseExpression(source);
    const { type, issues } = checkExpression(this.#node, environment);
    const [issue] = issues.toSorted((a, b) => a.start - b.start);
    if (issue !== undefined) throw new ExpressionSyntaxError(issue.message, issue.start);
    this.type = type;
    this.#code = compileNode(this.#node, { environment, locals: [] });
    this.#steps = nodeCount(this.#node);
  }

  /** What can be told of its values in an environment of which more is known. */
  checkIn(environment: Environment<Input>): Checked {
    return checkExpression(this.#node, environment);
  }

  /** Whether it looks at a variable. */
  mentions(name: string): boolean {
    return mentions(this.#node, name);
  }

  /** @throws EvaluationFailure, StepsExhausted */
  evaluate(at: Evaluation<Input>): Value {
    at.spend(this.#steps);
    return this.#code(at);
  }
}
