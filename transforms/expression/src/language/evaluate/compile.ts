import { typeNames } from '../check/environment.ts';
import { qualifiedTypeOf } from '../check/qualified-name.ts';
import { localIndexOf, within, type Scope } from '../check/scope.ts';
import { dyn } from '../check/type.ts';
import { negate } from '../functions/arithmetic.ts';
import type { Node } from '../syntax/node.ts';
import { TypeName } from '../values/type-name.ts';
import type { Code } from './code.ts';
import { binaryCode } from './compile-binary.ts';
import { callCode } from './compile-call.ts';
import { conditionCode, logicCode } from './compile-logic.ts';
import { loopCode } from './compile-loop.ts';
import { listCode, mapCode } from './compile-made.ts';
import { matchCode } from './compile-match.ts';
import { hasCode, indexCode, selectCode } from './compile-part.ts';
import type { Evaluation } from './evaluation.ts';
import { failedAt, failure } from './evaluation-failure.ts';

/** Compiles an expression that was checked. Each part is compiled once, whatever comes then. */
export function compileNode(node: Node, scope: Scope): Code {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'name':
      return nameCode(node.name, node.start, scope);
    case 'select':
    case 'has':
    case 'index':
      return partCode(node, scope);
    case 'unary':
    case 'logic':
    case 'conditional':
      return decisionCode(node, scope);
    case 'loop':
      return loopCode(node, scope, compileNode);
    case 'bind':
      return bindCode(node, scope);
    default:
      return composedCode(node, scope);
  }
}

function composedCode(
  node: Extract<Node, { kind: 'call' | 'binary' | 'list' | 'map' | 'match' }>,
  scope: Scope,
): Code {
  const compile = (part: Node) => compileNode(part, scope);
  switch (node.kind) {
    case 'call':
      return callCode(node, compile);
    case 'binary':
      return binaryCode(node, compile);
    case 'list':
      return listCode(node, compile);
    case 'map':
      return mapCode(node, compile);
    case 'match':
      return matchCode(node, compile);
  }
}

function partCode(node: Extract<Node, { kind: 'select' | 'has' | 'index' }>, scope: Scope): Code {
  const compile = (part: Node) => compileNode(part, scope);
  if (node.kind === 'index') return indexCode(node, compile);
  const typeName = qualifiedTypeOf(node);
  if (typeName !== null) return constant(new TypeName(typeName));
  return node.kind === 'has' ? hasCode(node, compile) : selectCode(node, compile);
}

function decisionCode(node: Extract<Node, { kind: 'unary' | 'logic' | 'conditional' }>, scope: Scope): Code {
  const compile = (part: Node) => compileNode(part, scope);
  if (node.kind === 'logic') return logicCode(node, compile);
  if (node.kind === 'conditional') {
    const condition = conditionCode(node.condition, compile);
    const [chosen, otherwise] = [compile(node.chosen), compile(node.otherwise)];
    return (at) => (condition(at) ? chosen(at) : otherwise(at));
  }
  const operand = node.operator === '!' ? conditionCode(node.operand, compile) : compile(node.operand);
  if (node.operator === '!') return (at) => operand(at) === false;
  return (at) => {
    const value = operand(at);
    try {
      return negate(value);
    } catch (error) {
      throw failedAt(error, node.start);
    }
  };
}

function nameCode(name: string, start: number, scope: Scope): Code {
  const index = localIndexOf(scope, name);
  if (index !== -1) return (at) => at.locals[index] ?? null;
  const read = scope.environment.get(name)?.read as Code | undefined;
  if (read === undefined)
    return typeNames.has(name) ? constant(new TypeName(name)) : unknownName(name, start);
  return (at: Evaluation) => {
    try {
      return read(at);
    } catch (error) {
      throw failedAt(error, start);
    }
  };
}

function constant(value: TypeName): Code {
  return () => value;
}

function unknownName(name: string, start: number): Code {
  return () => {
    throw failedAt(failure(`there is no variable '${name}'`), start);
  };
}

function bindCode(node: Extract<Node, { kind: 'bind' }>, scope: Scope): Code {
  const slot = scope.locals.length;
  const value = compileNode(node.value, scope);
  const body = compileNode(node.body, within(scope, node.variable, dyn));
  return (at) => {
    at.locals[slot] = value(at);
    return body(at);
  };
}
