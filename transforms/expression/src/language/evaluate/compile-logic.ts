import type { LogicNode, Node } from '../syntax/node.ts';
import { aKind, kindOf } from '../values/kind-of.ts';
import type { Code } from './code.ts';
import type { Evaluation } from './evaluation.ts';
import { EvaluationFailure, failedAt, failure } from './evaluation-failure.ts';

/** What a failure takes that is got over: it costs much more than an operation. */
const failureSteps = 50;

/** A part that has to be true or false. */
export type Condition = (at: Evaluation) => boolean;

export function conditionCode(node: Node, compile: (node: Node) => Code): Condition {
  const code = compile(node);
  return (at) => {
    const value = code(at);
    if (typeof value === 'boolean') return value;
    throw failedAt(failure(`this has to be a bool, but it is ${aKind(kindOf(value))}`), node.start);
  };
}

/** Both operators give a result as soon as one operand decides, also where others fail before it. */
export function logicCode({ operator, operands }: LogicNode, compile: (node: Node) => Code): Code {
  const decisive = operator === '||';
  const conditions = operands.map((operand) => conditionCode(operand, compile));
  return (at) => {
    let failed: EvaluationFailure | null = null;
    for (let index = 0; index < conditions.length; index += 1) {
      try {
        if ((conditions[index] as Condition)(at) === decisive) return decisive;
      } catch (error) {
        const survived = survivable(error, at);
        failed ??= survived;
      }
    }
    if (failed !== null) throw failed;
    return !decisive;
  };
}

/** A failure that another operand or item may make good; anything else is thrown on. */
export function survivable(error: unknown, at: Evaluation): EvaluationFailure {
  if (!(error instanceof EvaluationFailure)) throw error;
  at.spend(failureSteps);
  return error;
}
