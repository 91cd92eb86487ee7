import { Decimal, isDecimal } from '@sluice/connect-api';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { failure, type EvaluationFailure } from '../evaluate/evaluation-failure.ts';
import { addDecimals, asDecimal, multiplyDecimals, subtractDecimals } from '../values/decimal-math.ts';
import { Duration } from '../values/duration.ts';
import { Instant } from '../values/instant.ts';
import { kindOf } from '../values/kind-of.ts';
import { isList, MadeList, type ListValue } from '../values/list-value.ts';
import { Uint } from '../values/uint.ts';
import type { Value } from '../values/value.ts';
import { int64, uint64 } from './conversions.ts';

type Operation = (left: Value, right: Value, at: Evaluation) => Value;

export const add: Operation = (left, right, at) => {
  if (typeof left === 'bigint' && typeof right === 'bigint') return int64(left + right);
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (typeof left === 'string' && typeof right === 'string') {
    at.spendOnMaking(left.length + right.length);
    return left + right;
  }
  return addObjects(left, right, at);
};

function addObjects(left: Value, right: Value, at: Evaluation): Value {
  if (left instanceof Uint && right instanceof Uint) return uint64(left.value + right.value);
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    at.spendOnMaking(left.length + right.length);
    return Buffer.concat([left, right]);
  }
  if (isList(left) && isList(right)) return joined(left, right, at);
  return addTimes(left, right) ?? withDecimals('+', { left, right, apply: addDecimals });
}

function addTimes(left: Value, right: Value): Value {
  if (right instanceof Duration) {
    if (left instanceof Instant) return new Instant(left.ns + right.ns);
    if (left instanceof Duration) return new Duration(left.ns + right.ns);
  }
  return left instanceof Duration && right instanceof Instant ? new Instant(left.ns + right.ns) : null;
}

function joined(left: ListValue, right: ListValue, at: Evaluation): ListValue {
  at.spend(left.size + right.size);
  const items: Value[] = [];
  for (let index = 0; index < left.size; index += 1) items.push(left.at(index));
  for (let index = 0; index < right.size; index += 1) items.push(right.at(index));
  return new MadeList(items);
}

export const subtract: Operation = (left, right) => {
  if (typeof left === 'bigint' && typeof right === 'bigint') return int64(left - right);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (left instanceof Uint && right instanceof Uint) return uint64(left.value - right.value);
  return subtractTimes(left, right) ?? withDecimals('-', { left, right, apply: subtractDecimals });
};

function subtractTimes(left: Value, right: Value): Value {
  if (left instanceof Instant) {
    if (right instanceof Instant) return new Duration(left.ns - right.ns);
    if (right instanceof Duration) return new Instant(left.ns - right.ns);
  }
  return left instanceof Duration && right instanceof Duration ? new Duration(left.ns - right.ns) : null;
}

export const multiply: Operation = (left, right) => {
  if (typeof left === 'bigint' && typeof right === 'bigint') return int64(left * right);
  if (typeof left === 'number' && typeof right === 'number') return left * right;
  if (left instanceof Uint && right instanceof Uint) return uint64(left.value * right.value);
  return withDecimals('*', { left, right, apply: multiplyDecimals });
};

export const divide: Operation = (left, right) => {
  if (typeof left === 'bigint' && typeof right === 'bigint') return int64(left / divisor(right));
  if (typeof left === 'number' && typeof right === 'number') return left / right;
  if (left instanceof Uint && right instanceof Uint) return uint64(left.value / divisor(right.value));
  throw isDecimal(left) || isDecimal(right)
    ? failure('decimals are not divided, since the result may have no end: use double(…), or multiply')
    : notFor('/', left, right);
};

export const remainder: Operation = (left, right) => {
  if (typeof left === 'bigint' && typeof right === 'bigint') return left % divisor(right);
  if (left instanceof Uint && right instanceof Uint) return uint64(left.value % divisor(right.value));
  throw notFor('%', left, right);
};

export function negate(value: Value): Value {
  if (typeof value === 'bigint') return int64(-value);
  if (typeof value === 'number') return -value;
  if (isDecimal(value)) return new Decimal(-value.unscaled, value.scale);
  throw failure(`there is no -${kindOf(value)}`);
}

function divisor(value: bigint): bigint {
  if (value === 0n) throw failure('division by zero');
  return value;
}

interface DecimalOperation {
  readonly left: Value;
  readonly right: Value;
  apply(left: Decimal, right: Decimal): Decimal;
}

/** With decimals, integers are decimals too. */
function withDecimals(operator: string, { left, right, apply }: DecimalOperation): Decimal {
  if (!isDecimal(left) && !isDecimal(right)) throw notFor(operator, left, right);
  const [a, b] = [asDecimal(left), asDecimal(right)];
  if (a === null || b === null) throw notFor(operator, left, right);
  return apply(a, b);
}

function notFor(operator: string, left: Value, right: Value): EvaluationFailure {
  const kinds = [kindOf(left), kindOf(right)];
  return failure(`there is no ${kinds.join(` ${operator} `)}${hintFor(kinds)}`);
}

/** What is most probably meant. */
export function hintFor(kinds: readonly string[]): string {
  if (kinds.includes('null')) return ': null has no value to work with; test it with == null or has()';
  if (kinds.includes('decimal') && kinds.includes('double'))
    return ": make one of them fit with decimal('…') or double(…)";
  if (kinds.includes('double') && kinds.includes('int'))
    return ': make one of them fit with double(…) or int(…)';
  if (kinds.includes('string')) return ': make text of the other with string(…)';
  return '';
}
