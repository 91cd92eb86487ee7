import { Uint } from '../values/uint.ts';
import { ExpressionSyntaxError } from './expression-issue.ts';

/** An integer of 64 bits, decimal or hexadecimal. @throws ExpressionSyntaxError when it is beyond. */
export function parseInt64(text: string, start: number): bigint {
  const isNegative = text.startsWith('-');
  const magnitude = BigInt(isNegative ? text.slice(1) : text);
  const value = isNegative ? -magnitude : magnitude;
  if (BigInt.asIntN(64, value) === value) return value;
  throw new ExpressionSyntaxError('an int has 64 bits, this one has more', start);
}

/** The number before the `u`. @throws ExpressionSyntaxError when it is beyond 64 bits. */
export function parseUint64(text: string, start: number): Uint {
  const value = BigInt(text.slice(0, -1));
  if (BigInt.asUintN(64, value) === value) return new Uint(value);
  throw new ExpressionSyntaxError('a uint has 64 bits, this one has more', start);
}
