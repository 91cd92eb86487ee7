import { describeOverloads } from '../check/call-type.ts';
import { calledFunction } from '../check/qualified-name.ts';
import { globalFunctions, memberFunctions } from '../functions/function-table.ts';
import type { FunctionDefinition, Overload } from '../functions/overload.ts';
import type { CallNode, Node } from '../syntax/node.ts';
import { kindOf } from '../values/kind-of.ts';
import type { Value } from '../values/value.ts';
import type { Code } from './code.ts';
import type { Evaluation } from './evaluation.ts';
import { failedAt, failure } from './evaluation-failure.ts';

const noMore: readonly Value[] = [];

export function callCode(node: CallNode, compile: (node: Node) => Code): Code {
  const { name, isMember, args } = calledFunction(node);
  const definition = (isMember ? memberFunctions : globalFunctions).get(name);
  if (definition === undefined) return failing(`there is no function '${name}'`, node.start);
  const [first, ...rest] = args.map(compile);
  const overloads = definition.overloads.filter(({ params }) => params.length === args.length);
  if (first === undefined) return failing(noOverload(definition, isMember, []), node.start);
  return (at) => {
    const firstValue = first(at);
    const restValues = rest.length === 0 ? noMore : evaluated(rest, at);
    at.start = node.start;
    try {
      const overload = overloads.find(({ params }) => isFor(params, firstValue, restValues));
      if (overload === undefined)
        throw failure(noOverload(definition, isMember, [firstValue, ...restValues]));
      return overload.run(firstValue, restValues, at);
    } catch (error) {
      throw failedAt(error, node.start);
    }
  };
}

function evaluated(codes: readonly Code[], at: Evaluation): Value[] {
  const values: Value[] = [];
  for (const code of codes) values.push(code(at));
  return values;
}

function isFor(params: Overload['params'], first: Value, rest: readonly Value[]): boolean {
  if (params[0] !== 'dyn' && params[0] !== kindOf(first)) return false;
  for (let index = 0; index < rest.length; index += 1) {
    const kind = params[index + 1];
    if (kind !== 'dyn' && kind !== kindOf(rest[index] as Value)) return false;
  }
  return true;
}

function noOverload(definition: FunctionDefinition, isMember: boolean, values: readonly Value[]): string {
  const kinds = values.map(kindOf);
  const given = isMember
    ? `${kinds[0]}.${definition.name}(${kinds.slice(1).join(', ')})`
    : `${definition.name}(${kinds.join(', ')})`;
  return `there is no ${given}; there is ${describeOverloads(definition, isMember)}`;
}

function failing(message: string, start: number): Code {
  return () => {
    throw failedAt(failure(message), start);
  };
}
