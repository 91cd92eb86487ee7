import type { BinaryOperator } from '../syntax/node.ts';
import { dyn, formatType, joinTypes, typeOf, type Type } from './type.ts';

/** The results of operators by the kinds of their operands. */
const arithmetic: Readonly<Partial<Record<BinaryOperator, Readonly<Record<string, Type['kind']>>>>> = {
  '+': {
    'int int': 'int',
    'uint uint': 'uint',
    'double double': 'double',
    'string string': 'string',
    'bytes bytes': 'bytes',
    'timestamp duration': 'timestamp',
    'duration timestamp': 'timestamp',
    'duration duration': 'duration',
  },
  '-': {
    'int int': 'int',
    'uint uint': 'uint',
    'double double': 'double',
    'timestamp timestamp': 'duration',
    'timestamp duration': 'timestamp',
    'duration duration': 'duration',
  },
  '*': { 'int int': 'int', 'uint uint': 'uint', 'double double': 'double' },
  '/': { 'int int': 'int', 'uint uint': 'uint', 'double double': 'double' },
  '%': { 'int int': 'int', 'uint uint': 'uint' },
};

const plainNumbers: ReadonlySet<string> = new Set(['int', 'uint', 'double']);
const exactNumbers: ReadonlySet<string> = new Set(['int', 'uint', 'decimal']);
const ordered: ReadonlySet<string> = new Set(['bool', 'string', 'bytes', 'timestamp', 'duration']);

/** The type of what an operator gives; `null` when it is not for such operands. */
export function binaryType(operator: BinaryOperator, left: Type, right: Type): Type | null {
  switch (operator) {
    case '==':
    case '!=':
      return areComparable(left, right) ? typeOf('bool') : null;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return areOrdered(left, right) ? typeOf('bool') : null;
    case 'in':
      return ['dyn', 'list', 'map'].includes(right.kind) ? typeOf('bool') : null;
    default:
      return arithmeticType(operator, left, right);
  }
}

function arithmeticType(operator: BinaryOperator, left: Type, right: Type): Type | null {
  const results = arithmetic[operator] ?? {};
  if (left.kind === 'dyn' || right.kind === 'dyn') return typeWithDyn(operator, left, right);
  if (operator === '+' && left.kind === 'list' && right.kind === 'list') return joinTypes(left, right);
  const kind = results[`${left.kind} ${right.kind}`];
  if (kind !== undefined) return typeOf(kind);
  return ['+', '-', '*'].includes(operator) && areDecimals(left, right) ? typeOf('decimal') : null;
}

/** What is known of the result when one of the operands may be anything: only texts, bytes and doubles tell. */
function typeWithDyn(operator: BinaryOperator, left: Type, right: Type): Type | null {
  const { kind } = left.kind === 'dyn' ? right : left;
  if (kind === 'dyn') return dyn;
  const kinds = Object.keys(arithmetic[operator] ?? {}).flatMap((pair) => pair.split(' '));
  if (operator === '+') kinds.push('list', 'decimal');
  if (operator === '-' || operator === '*') kinds.push('decimal');
  if (!kinds.includes(kind)) return null;
  return ['string', 'bytes', 'double', 'decimal'].includes(kind) ? typeOf(kind) : dyn;
}

function areDecimals(left: Type, right: Type): boolean {
  const hasDecimal = left.kind === 'decimal' || right.kind === 'decimal';
  return hasDecimal && exactNumbers.has(left.kind) && exactNumbers.has(right.kind);
}

function areComparable(left: Type, right: Type): boolean {
  const kinds = [left.kind, right.kind];
  return left.kind === right.kind || kinds.includes('null') || areNumbersOrDyn(left, right);
}

function areOrdered(left: Type, right: Type): boolean {
  if (areNumbersOrDyn(left, right)) return ![left, right].some(({ kind }) => hasNoOrder.has(kind));
  return left.kind === right.kind && ordered.has(left.kind);
}

const hasNoOrder: ReadonlySet<string> = new Set(['list', 'map', 'type', 'null']);

function areNumbersOrDyn(left: Type, right: Type): boolean {
  if (left.kind === 'dyn' || right.kind === 'dyn') return true;
  if (left.kind === 'decimal' && right.kind === 'decimal') return true;
  return areDecimals(left, right) || (plainNumbers.has(left.kind) && plainNumbers.has(right.kind));
}

/** What messages say of operands that an operator is not for. */
export function describeOperands(operator: BinaryOperator, left: Type, right: Type): string {
  return `there is no ${formatType(left)} ${operator} ${formatType(right)}`;
}
