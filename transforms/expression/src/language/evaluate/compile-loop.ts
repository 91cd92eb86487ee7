import { within, type Scope } from '../check/scope.ts';
import { dyn } from '../check/type.ts';
import type { LoopKind, LoopNode, Node } from '../syntax/node.ts';
import { aKind, kindOf } from '../values/kind-of.ts';
import { isList, MadeList, type ListValue } from '../values/list-value.ts';
import { isMap } from '../values/map-value.ts';
import type { Value } from '../values/value.ts';
import type { Code } from './code.ts';
import { conditionCode, survivable, type Condition } from './compile-logic.ts';
import type { Evaluation } from './evaluation.ts';
import { failedAt, failure, type EvaluationFailure } from './evaluation-failure.ts';
import { nodeCount } from './node-parts.ts';

/** A loop, compiled: every item takes as many steps as there are parts in the body. */
interface Loop {
  readonly slot: number;
  readonly start: number;
  readonly stepsPerItem: number;
  readonly condition: Condition;
  readonly result: Code | null;
}

export function loopCode(node: LoopNode, scope: Scope, compile: (node: Node, scope: Scope) => Code): Code {
  const inside = within(scope, node.variable, dyn);
  const compileInside = (part: Node) => compile(part, inside);
  const loop: Loop = {
    slot: scope.locals.length,
    start: node.start,
    stepsPerItem: 1 + nodeCount(node.condition) + nodeCount(node.result),
    condition: node.condition === null ? () => true : conditionCode(node.condition, compileInside),
    result: node.result === null ? null : compileInside(node.result),
  };
  const range = compile(node.range, scope);
  const run = runners[node.loop];
  return (at) => run(loop, rangeOf(range(at), at, node), at);
}

function rangeOf(value: Value, at: Evaluation, { start, loop }: LoopNode): ListValue {
  if (isList(value)) return value;
  at.start = start;
  if (!isMap(value)) {
    throw failedAt(
      failure(`${loop}() goes through a list or the keys of a map, not ${aKind(kindOf(value))}`),
      start,
    );
  }
  at.spend(value.size);
  return new MadeList([...value.keys()]);
}

type Runner = (loop: Loop, range: ListValue, at: Evaluation) => Value;

const runners: Readonly<Record<LoopKind, Runner>> = {
  all: (loop, range, at) => quantified(loop, range, { at, decisive: false }),
  exists: (loop, range, at) => quantified(loop, range, { at, decisive: true }),
  exists_one: (loop, range, at) => selected(loop, range, at).length === 1,
  filter: (loop, range, at) => new MadeList(selected(loop, range, at)),
  map: (loop, range, at) => new MadeList(selected(loop, range, at)),
};

function nextItem({ slot, start, stepsPerItem }: Loop, item: Value, at: Evaluation): void {
  at.start = start;
  at.spend(stepsPerItem);
  at.locals[slot] = item;
}

interface Quantifier {
  readonly at: Evaluation;
  /** What the condition has to be of one item to decide. */
  readonly decisive: boolean;
}

function quantified(loop: Loop, range: ListValue, { at, decisive }: Quantifier): boolean {
  let failed: EvaluationFailure | null = null;
  for (let index = 0; index < range.size; index += 1) {
    nextItem(loop, range.at(index), at);
    try {
      if (loop.condition(at) === decisive) return decisive;
    } catch (error) {
      const survived = survivable(error, at);
      failed ??= survived;
    }
  }
  if (failed !== null) throw failed;
  return !decisive;
}

/** The items for which the condition is true, or what `map` makes of them. */
function selected(loop: Loop, range: ListValue, at: Evaluation): Value[] {
  const items: Value[] = [];
  for (let index = 0; index < range.size; index += 1) {
    const item = range.at(index);
    nextItem(loop, item, at);
    if (!loop.condition(at)) continue;
    items.push(loop.result === null ? item : loop.result(at));
  }
  return items;
}
