import type { Node } from '../syntax/node.ts';
import { namespaces, qualifiedTypeNames } from './environment.ts';

/** The name with dots that selections write, `a.b.c`; `null` when something else is selected from. */
function qualifiedNameOf(node: Node): string | null {
  if (node.kind === 'name') return node.name;
  if (node.kind !== 'select') return null;
  const prefix = qualifiedNameOf(node.target);
  return prefix === null ? null : `${prefix}.${node.field}`;
}

/** The name of a type that has dots in it; `null` for any other node. */
export function qualifiedTypeOf(node: Node): string | null {
  const name = node.kind === 'select' ? qualifiedNameOf(node) : null;
  return name !== null && qualifiedTypeNames.has(name) ? name : null;
}

/** The name that a call stands under in the table of functions, and what it is called with. */
export function calledFunction({ name, target, args }: Extract<Node, { kind: 'call' }>): {
  readonly name: string;
  readonly isMember: boolean;
  readonly args: readonly Node[];
} {
  if (target === null) return { name, isMember: false, args };
  if (target.kind === 'name' && namespaces.has(target.name)) {
    return { name: `${target.name}.${name}`, isMember: false, args };
  }
  return { name, isMember: true, args: [target, ...args] };
}
