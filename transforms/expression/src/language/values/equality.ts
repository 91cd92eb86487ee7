import { isDecimal } from '@sluice/connect-api';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { failure } from '../evaluate/evaluation-failure.ts';
import { compareDecimals } from './decimal-math.ts';
import { Duration } from './duration.ts';
import { Instant } from './instant.ts';
import { isList, type ListValue } from './list-value.ts';
import { isMap, type MapValue } from './map-value.ts';
import { TypeName } from './type-name.ts';
import { Uint } from './uint.ts';
import type { Value } from './value.ts';

/** Values nested deeper than this are not compared, so that no stack is too small. */
const maxNesting = 500;

/** Whether two values are equal: numbers by value whatever their type, lists and maps by what is in them. */
export function valuesEqual(left: Value, right: Value, at: Evaluation): boolean {
  return equal(left, right, { at, depth: 0 });
}

type Container = ListValue | MapValue;

interface Comparison {
  readonly at: Evaluation;
  readonly depth: number;
}

function equal(left: Value, right: Value, comparison: Comparison): boolean {
  if (typeof left === 'string') {
    comparison.at.spendOnReading(left.length);
    return left === right;
  }
  if (left === null || right === null || typeof left === 'boolean') return left === right;
  if (typeof left !== 'object' || typeof right !== 'object') return equalNumbers(left, right);
  return equalObjects(left, right, comparison);
}

function equalNumbers(left: Value, right: Value): boolean {
  if (isDecimal(left) || isDecimal(right)) return equalDecimals(left, right);
  const a = left instanceof Uint ? left.value : left;
  const b = right instanceof Uint ? right.value : right;
  const areNumbers = isNumber(a) && isNumber(b);
  // oxlint-disable-next-line eqeqeq -- between a bigint and a number == compares the exact values
  return areNumbers && a == b;
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function equalDecimals(left: Value, right: Value): boolean {
  if (typeof left === 'number' || typeof right === 'number') {
    throw failure("a decimal is not compared with a double, which is seldom exact: write decimal('9.99')");
  }
  return compareDecimals(left, right) === 0;
}

function equalObjects(left: Value & object, right: Value & object, comparison: Comparison): boolean {
  if (isNumeric(left) || isNumeric(right)) return equalNumbers(left, right);
  if (isContainer(left)) return isContainer(right) && equalContainers(left, right, comparison);
  if (left instanceof Uint8Array)
    return right instanceof Uint8Array && equalBytes(left, right, comparison.at);
  return equalSingle(left, right);
}

function isNumeric(value: Value): boolean {
  return value instanceof Uint || isDecimal(value);
}

function isContainer(value: Value): value is Container {
  return isList(value) || isMap(value);
}

function equalSingle(left: Value, right: Value): boolean {
  if (left instanceof Instant) return right instanceof Instant && left.ns === right.ns;
  if (left instanceof Duration) return right instanceof Duration && left.ns === right.ns;
  return left instanceof TypeName && right instanceof TypeName && left.name === right.name;
}

function equalContainers(left: Container, right: Container, { at, depth }: Comparison): boolean {
  if (depth >= maxNesting) throw failure(`values nested deeper than ${maxNesting} are not compared`);
  const inside = { at, depth: depth + 1 };
  if (left.kind === 'list') return right.kind === 'list' && equalLists(left, right, inside);
  return right.kind === 'map' && equalMaps(left, right, inside);
}

function equalBytes(left: Uint8Array, right: Uint8Array, at: Evaluation): boolean {
  at.spendOnReading(left.length);
  return Buffer.compare(left, right) === 0;
}

function equalLists(left: ListValue, right: ListValue, comparison: Comparison): boolean {
  if (left.size !== right.size) return false;
  for (let index = 0; index < left.size; index += 1) {
    comparison.at.spend(1);
    if (!equal(left.at(index), right.at(index), comparison)) return false;
  }
  return true;
}

function equalMaps(left: MapValue, right: MapValue, comparison: Comparison): boolean {
  if (left.size !== right.size) return false;
  for (const key of left.keys()) {
    comparison.at.spend(1);
    const other = right.get(key);
    if (other === undefined || !equal(left.get(key) as Value, other, comparison)) return false;
  }
  return true;
}
