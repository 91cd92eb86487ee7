import { TypedNumber } from '@sluice/connect-api';
import type { EventParser } from './event-parser.ts';

/** Numbers whose text says more than a `number` keeps: many digits, or a fraction or exponent. */
const exactNumbers = /\d{16}|\d[.eE]/;

/** A JSON object; whole numbers are INT64, others FLOAT64. */
export const parseJsonEvent: EventParser = (text) => {
  let value: unknown;
  try {
    value = exactNumbers.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    return error instanceof RangeError ? message : `it is no JSON: ${message}`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is no JSON object';
  return { schema: null, value: dataOf(value) };
};

/** @throws RangeError for a number beyond 64 bits. */
function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value;
  const source = context?.source ?? String(value);
  if (/[.eE]/.test(source)) return Number.isInteger(value) ? new TypedNumber('FLOAT64', value) : value;
  if (Number.isSafeInteger(value)) return value;
  const exact = BigInt(source);
  if (BigInt.asIntN(64, exact) !== exact)
    throw new RangeError(`the number ${source} does not fit into 64 bits`);
  return exact;
}

function dataOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dataOf);
  if (typeof value !== 'object' || value === null || value instanceof TypedNumber) return value;
  return new Map(Object.entries(value).map(([key, member]) => [key, dataOf(member)]));
}
