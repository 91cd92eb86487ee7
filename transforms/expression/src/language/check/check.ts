import { hintFor } from '../functions/arithmetic.ts';
import type { ExpressionIssue } from '../syntax/expression-issue.ts';
import type { BinaryNode, IndexNode, LoopNode, MapNode, Node } from '../syntax/node.ts';
import { aKind, kindOf } from '../values/kind-of.ts';
import { callType } from './call-type.ts';
import { typeNames, type Environment } from './environment.ts';
import { binaryType, describeOperands } from './operator-types.ts';
import { qualifiedTypeOf } from './qualified-name.ts';
import { localIndexOf, within, type Scope } from './scope.ts';
import { dyn, formatType, joinTypes, typeOf, type Type } from './type.ts';

/** What can be told of an expression before it is evaluated. */
export interface Checked {
  readonly type: Type;
  /** What is wrong whatever the records are. */
  readonly issues: readonly ExpressionIssue[];
}

/** Finds out the type of an expression, and what is wrong with it. */
export function checkExpression(node: Node, environment: Environment<never>): Checked {
  const issues: ExpressionIssue[] = [];
  const type = new Checker(issues).typeOf(node, { environment, locals: [] });
  return { type, issues };
}

/** Goes through an expression from the outside in. */
export class Checker {
  readonly #issues: ExpressionIssue[];

  constructor(issues: ExpressionIssue[]) {
    this.#issues = issues;
  }

  /** Notes what is wrong; the type of what it is wrong with may be anything. */
  refuse(start: number, message: string): Type {
    this.#issues.push({ start, message });
    return dyn;
  }

  typeOf(node: Node, scope: Scope): Type {
    switch (node.kind) {
      case 'literal':
        return typeOf(kindOf(node.value));
      case 'name':
        return this.#name(node.name, node.start, scope);
      case 'call':
        return callType(this, node, scope);
      case 'loop':
        return this.#loop(node, scope);
      case 'list':
      case 'map':
      case 'bind':
      case 'conditional':
        return this.#composed(node, scope);
      case 'select':
      case 'has':
      case 'index':
        return this.#part(node, scope);
      default:
        return this.#simple(node, scope);
    }
  }

  #simple(node: Extract<Node, { kind: 'unary' | 'binary' | 'logic' | 'match' }>, scope: Scope): Type {
    switch (node.kind) {
      case 'binary':
        return this.#binary(node, scope);
      case 'logic':
        for (const operand of node.operands) this.expect('bool', operand, scope);
        return typeOf('bool');
      case 'match':
        this.expect('string', node.target, scope);
        return typeOf('bool');
      case 'unary':
        return node.operator === '!'
          ? this.expect('bool', node.operand, scope)
          : this.#negative(node.operand, scope);
    }
  }

  #negative(operand: Node, scope: Scope): Type {
    const type = this.typeOf(operand, scope);
    if (['int', 'double', 'decimal'].includes(type.kind)) return typeOf(type.kind);
    return type.kind === 'dyn' ? dyn : this.refuse(operand.start, `there is no -${formatType(type)}`);
  }

  /** Checks that something is of a kind, or may be. */
  expect(kind: Type['kind'], node: Node, scope: Scope): Type {
    const type = this.typeOf(node, scope);
    if (type.kind !== kind && type.kind !== 'dyn') {
      this.refuse(node.start, `this has to be ${aKind(kind)}, but it is ${aKind(formatType(type))}`);
    }
    return typeOf(kind);
  }

  #name(name: string, start: number, scope: Scope): Type {
    const local = scope.locals[localIndexOf(scope, name)];
    const known = local?.type ?? scope.environment.get(name)?.type;
    if (known !== undefined) return known;
    if (typeNames.has(name)) return typeOf('type');
    const names = [...scope.environment.keys(), ...scope.locals.map((one) => one.name)];
    const shown = names.length === 0 ? '' : `; there are ${names.join(', ')}`;
    return this.refuse(start, `there is no variable '${name}'${shown}`);
  }

  #binary({ operator, left, right, start }: BinaryNode, scope: Scope): Type {
    const types = [this.typeOf(left, scope), this.typeOf(right, scope)] as const;
    const type = binaryType(operator, ...types);
    if (type !== null) return type;
    const hint =
      operator === 'in'
        ? ": it takes a list or a map, as in 'a' in ['a', 'b']"
        : hintFor(types.map(formatType));
    return this.refuse(start, `${describeOperands(operator, ...types)}${hint}`);
  }

  #composed(node: Extract<Node, { kind: 'list' | 'map' | 'bind' | 'conditional' }>, scope: Scope): Type {
    switch (node.kind) {
      case 'list':
        return { kind: 'list', item: this.#common(node.items, scope) };
      case 'map':
        return this.#map(node, scope);
      case 'bind':
        return this.typeOf(node.body, within(scope, node.variable, this.typeOf(node.value, scope)));
      case 'conditional':
        this.expect('bool', node.condition, scope);
        return joinTypes(this.typeOf(node.chosen, scope), this.typeOf(node.otherwise, scope));
    }
  }

  #common(nodes: readonly Node[], scope: Scope): Type {
    const types = nodes.map((node) => this.typeOf(node, scope));
    return types.length === 0 ? dyn : types.reduce(joinTypes);
  }

  #map({ entries }: MapNode, scope: Scope): Type {
    const key = this.#common(
      entries.map(([one]) => one),
      scope,
    );
    const types = entries.map(([, value]) => this.typeOf(value, scope));
    const names = entries.map(([{ kind, ...rest }]) =>
      kind === 'literal' && 'value' in rest ? rest.value : null,
    );
    const fields = names.every((name) => typeof name === 'string')
      ? { fields: new Map(names.map((name, index) => [name, types[index] as Type])) }
      : {};
    return { kind: 'map', key, item: types.length === 0 ? dyn : types.reduce(joinTypes), ...fields };
  }

  #part(node: Extract<Node, { kind: 'select' | 'has' | 'index' }>, scope: Scope): Type {
    if (node.kind === 'index') return this.#index(node, scope);
    if (qualifiedTypeOf(node) !== null) return typeOf('type');
    const target = this.typeOf(node.target, scope);
    if (target.kind !== 'map' && target.kind !== 'dyn') {
      return this.refuse(node.start, `${aKind(formatType(target))} has no field '${node.field}'`);
    }
    return node.kind === 'has' ? typeOf('bool') : (target.fields?.get(node.field) ?? target.item ?? dyn);
  }

  #index({ target, index, start }: IndexNode, scope: Scope): Type {
    const [type, indexType] = [this.typeOf(target, scope), this.typeOf(index, scope)];
    if (type.kind === 'dyn') return dyn;
    if (type.kind === 'map') {
      const name = index.kind === 'literal' ? index.value : null;
      return (typeof name === 'string' ? type.fields?.get(name) : undefined) ?? type.item ?? dyn;
    }
    if (type.kind !== 'list') return this.refuse(start, `${aKind(formatType(type))} has no items`);
    if (['int', 'uint', 'double', 'dyn'].includes(indexType.kind)) return type.item ?? dyn;
    return this.refuse(index.start, `the position in a list is an int, not ${aKind(formatType(indexType))}`);
  }

  #loop(node: LoopNode, scope: Scope): Type {
    const range = this.typeOf(node.range, scope);
    if (!['list', 'map', 'dyn'].includes(range.kind)) {
      this.refuse(
        node.start,
        `${node.loop}() goes through a list or the keys of a map, not ${aKind(formatType(range))}`,
      );
    }
    const item = (range.kind === 'map' ? range.key : range.item) ?? dyn;
    const inside = within(scope, node.variable, item);
    if (node.condition !== null) this.expect('bool', node.condition, inside);
    if (node.result !== null) return { kind: 'list', item: this.typeOf(node.result, inside) };
    if (node.loop !== 'filter') return typeOf('bool');
    return range.kind === 'list' ? range : { kind: 'list', item };
  }
}
