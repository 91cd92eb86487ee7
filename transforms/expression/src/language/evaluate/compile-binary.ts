import { add, divide, multiply, remainder, subtract } from '../functions/arithmetic.ts';
import type { BinaryNode, BinaryOperator, Node } from '../syntax/node.ts';
import { valuesEqual } from '../values/equality.ts';
import { aKind, kindOf } from '../values/kind-of.ts';
import { isList } from '../values/list-value.ts';
import { isMap } from '../values/map-value.ts';
import { compareValues } from '../values/ordering.ts';
import type { Value } from '../values/value.ts';
import type { Code } from './code.ts';
import type { Evaluation } from './evaluation.ts';
import { failedAt, failure } from './evaluation-failure.ts';

type Operation = (left: Value, right: Value, at: Evaluation) => Value;

const operations: Readonly<Record<BinaryOperator, Operation>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': remainder,
  '==': valuesEqual,
  '!=': (left, right, at) => !valuesEqual(left, right, at),
  '<': (left, right, at) => compareValues(left, right, at) < 0,
  '<=': (left, right, at) => compareValues(left, right, at) <= 0,
  '>': (left, right, at) => compareValues(left, right, at) > 0,
  '>=': (left, right, at) => compareValues(left, right, at) >= 0,
  in: isIn,
};

export function binaryCode(
  { operator, left, right, start }: BinaryNode,
  compile: (node: Node) => Code,
): Code {
  const [leftCode, rightCode] = [compile(left), compile(right)];
  const operation = operations[operator];
  return (at) => {
    const leftValue = leftCode(at);
    const rightValue = rightCode(at);
    at.start = start;
    try {
      return operation(leftValue, rightValue, at);
    } catch (error) {
      throw failedAt(error, start);
    }
  };
}

function isIn(item: Value, container: Value, at: Evaluation): boolean {
  if (isMap(container)) return container.has(item);
  if (!isList(container)) throw failure(`there is nothing in ${aKind(kindOf(container))}`);
  for (let index = 0; index < container.size; index += 1) {
    at.spend(1);
    if (valuesEqual(item, container.at(index), at)) return true;
  }
  return false;
}
