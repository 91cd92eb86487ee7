import { isDecimal } from '@sluice/connect-api';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { failure } from '../evaluate/evaluation-failure.ts';
import { compareDecimals } from './decimal-math.ts';
import { Duration } from './duration.ts';
import { Instant } from './instant.ts';
import { kindOf } from './kind-of.ts';
import { Uint } from './uint.ts';
import type { Value } from './value.ts';

/**
 * Less than, equal to or greater than 0, NaN when they have no order.
 * @throws EvaluationFailure when values of these types cannot be compared.
 */
export function compareValues(left: Value, right: Value, at: Evaluation): number {
  const a = left instanceof Uint ? left.value : left;
  const b = right instanceof Uint ? right.value : right;
  if (isPlainNumber(a) && isPlainNumber(b)) return order(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b, at);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return compareObjects(left, right, at);
}

function isPlainNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function order(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  return a > b ? 1 : a >= b ? 0 : Number.NaN;
}

/** By code points, as UTF-8 has it. */
function compareTexts(a: string, b: string, at: Evaluation): number {
  at.spendOnReading(Math.min(a.length, b.length));
  let index = 0;
  while (index < a.length && a.charCodeAt(index) === b.charCodeAt(index)) index += 1;
  const [x, y] = [a.charCodeAt(index), b.charCodeAt(index)];
  if (Number.isNaN(x) || Number.isNaN(y)) return a.length - b.length;
  // Surrogates, which stand for characters beyond U+FFFF, come after all others.
  return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function compareObjects(left: Value, right: Value, at: Evaluation): number {
  if (left instanceof Instant && right instanceof Instant) return order(left.ns, right.ns);
  if (left instanceof Duration && right instanceof Duration) return order(left.ns, right.ns);
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    at.spendOnReading(Math.min(left.length, right.length));
    return Buffer.compare(left, right);
  }
  const decimals = isDecimal(left) || isDecimal(right) ? compareDecimals(left, right) : null;
  if (decimals !== null) return decimals;
  const hint =
    typeof left === 'number' || typeof right === 'number' ? ": of a double, write decimal('9.99')" : '';
  throw failure(`${kindOf(left)} and ${kindOf(right)} have no order${hint}`);
}
