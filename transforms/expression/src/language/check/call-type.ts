import { globalFunctions, memberFunctions } from '../functions/function-table.ts';
import type { FunctionDefinition, Overload } from '../functions/overload.ts';
import type { CallNode } from '../syntax/node.ts';
import type { Checker } from './check.ts';
import { calledFunction } from './qualified-name.ts';
import type { Scope } from './scope.ts';
import { dyn, formatType, type Type } from './type.ts';

/** The type of what a function gives. */
export function callType(checker: Checker, node: CallNode, scope: Scope): Type {
  const { name, isMember, args } = calledFunction(node);
  const types = args.map((arg) => checker.typeOf(arg, scope));
  const definition = (isMember ? memberFunctions : globalFunctions).get(name);
  if (definition === undefined) return checker.refuse(node.start, unknownFunction(name, isMember));
  const candidates = definition.overloads.filter((one) => takes(one, types));
  if (candidates.length === 0) {
    const given = `${isMember ? `${formatType(types[0] ?? dyn)}.` : ''}${name}(${types
      .slice(isMember ? 1 : 0)
      .map(formatType)
      .join(', ')})`;
    return checker.refuse(
      node.start,
      `there is no ${given}; there is ${describeOverloads(definition, isMember)}`,
    );
  }
  const [first, ...others] = candidates as [Overload, ...Overload[]];
  const isCertain = others.every(({ result }) => result.kind === first.result.kind);
  return isCertain ? first.result : dyn;
}

function takes({ params }: Overload, types: readonly Type[]): boolean {
  return (
    params.length === types.length &&
    params.every((kind, index) => {
      const given = types[index]?.kind;
      return kind === 'dyn' || given === 'dyn' || given === kind;
    })
  );
}

/** The ways to call a function, as messages show them. */
export function describeOverloads({ name, overloads }: FunctionDefinition, isMember: boolean): string {
  const shown = overloads.map(({ params }) =>
    isMember ? `${params[0]}.${name}(${params.slice(1).join(', ')})` : `${name}(${params.join(', ')})`,
  );
  return [...new Set(shown)].join(', ');
}

function unknownFunction(name: string, isMember: boolean): string {
  const other = (isMember ? globalFunctions : memberFunctions).get(name);
  if (other === undefined) return `there is no function '${name}'`;
  return `there is no function '${name}' to be called so; there is ${describeOverloads(other, !isMember)}`;
}
