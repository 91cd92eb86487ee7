import type { Node } from '../syntax/node.ts';

/** How many parts an expression has: what evaluating it once takes, without its loops. */
export function nodeCount(node: Node | null): number {
  return node === null ? 0 : partsOf(node).reduce((sum, part) => sum + nodeCount(part), 1);
}

/** What a node is put together of. */
function partsOf(node: Node): readonly (Node | null)[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'select':
    case 'has':
    case 'match':
      return [node.target];
    case 'index':
      return [node.target, node.index];
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    default:
      return partsOfComposed(node);
  }
}

type Composed = Extract<Node, { kind: 'call' | 'logic' | 'conditional' | 'list' | 'map' | 'loop' | 'bind' }>;

/** Whether an expression mentions a name that comes from outside. */
export function mentions(node: Node | null, name: string): boolean {
  if (node === null) return false;
  return node.kind === 'name' ? node.name === name : partsOf(node).some((part) => mentions(part, name));
}

function partsOfComposed(node: Composed): readonly (Node | null)[] {
  switch (node.kind) {
    case 'call':
      return [node.target, ...node.args];
    case 'logic':
      return node.operands;
    case 'conditional':
      return [node.condition, node.chosen, node.otherwise];
    case 'list':
      return node.items;
    case 'map':
      return node.entries.flat();
    case 'loop':
      return [node.range, node.condition, node.result];
    case 'bind':
      return [node.value, node.body];
  }
}
