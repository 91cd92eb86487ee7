import type { Value } from '../values/value.ts';

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in';

/** How a macro goes through a list or the keys of a map. */
export type LoopKind = 'all' | 'exists' | 'exists_one' | 'map' | 'filter';

interface At {
  /** Where it stands in the text, from 0: of operators and members the sign or the name. */
  readonly start: number;
}

export interface LiteralNode extends At {
  readonly kind: 'literal';
  readonly value: Value;
}

export interface NameNode extends At {
  readonly kind: 'name';
  readonly name: string;
}

/** `target.field`, and `has(target.field)`. */
export interface FieldNode extends At {
  readonly kind: 'select' | 'has';
  readonly target: Node;
  readonly field: string;
}

export interface IndexNode extends At {
  readonly kind: 'index';
  readonly target: Node;
  readonly index: Node;
}

/** `name(…)`, or with a target `target.name(…)`. */
export interface CallNode extends At {
  readonly kind: 'call';
  readonly name: string;
  readonly target: Node | null;
  readonly args: readonly Node[];
}

export interface UnaryNode extends At {
  readonly kind: 'unary';
  readonly operator: '-' | '!';
  readonly operand: Node;
}

export interface BinaryNode extends At {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Node;
  readonly right: Node;
}

/** Operands of the same operator, two or more. */
export interface LogicNode extends At {
  readonly kind: 'logic';
  readonly operator: '&&' | '||';
  readonly operands: readonly Node[];
}

export interface ConditionalNode extends At {
  readonly kind: 'conditional';
  readonly condition: Node;
  readonly chosen: Node;
  readonly otherwise: Node;
}

export interface ListNode extends At {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

export interface MapNode extends At {
  readonly kind: 'map';
  readonly entries: readonly (readonly [key: Node, value: Node])[];
}

export interface LoopNode extends At {
  readonly kind: 'loop';
  readonly loop: LoopKind;
  readonly range: Node;
  readonly variable: string;
  /** `null` for `map` without a condition. */
  readonly condition: Node | null;
  /** What `map` makes of an item; `null` for the others. */
  readonly result: Node | null;
}

/** `cel.bind(variable, value, body)`. */
export interface BindNode extends At {
  readonly kind: 'bind';
  readonly variable: string;
  readonly value: Node;
  readonly body: Node;
}

/** `target.matches('pattern')`. */
export interface MatchNode extends At {
  readonly kind: 'match';
  readonly target: Node;
  readonly pattern: string;
  readonly patternStart: number;
}

/** An expression, parsed. */
export type Node =
  | LiteralNode
  | NameNode
  | FieldNode
  | IndexNode
  | CallNode
  | UnaryNode
  | BinaryNode
  | LogicNode
  | ConditionalNode
  | ListNode
  | MapNode
  | LoopNode
  | BindNode
  | MatchNode;
