import { Decimal } from '@sluice/connect-api';
import type { SqlValue } from '../database/database.ts';
import { misfit, type Misfit } from './misfit.ts';
import { parseShortInteger } from './short-integer.ts';

/** A whole number that a `number` holds exactly. */
export function decodeInteger(value: SqlValue): number | Misfit {
  if (typeof value === 'string') {
    const number = parseShortInteger(value);
    return Number.isNaN(number) ? misfit('no whole number') : number;
  }
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' && Number.isInteger(value) ? value : misfit('no whole number');
}

export function decodeInt64(value: SqlValue): bigint | Misfit {
  if (typeof value === 'string') {
    const number = parseShortInteger(value);
    if (!Number.isNaN(number)) return BigInt(number);
    return /^[+-]?\d+$/.test(value) ? inInt64(BigInt(value)) : misfit('no whole number');
  }
  if (typeof value === 'bigint') return inInt64(value);
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : misfit('no whole number');
}

function inInt64(value: bigint): bigint | Misfit {
  return BigInt.asIntN(64, value) === value ? value : misfit('beyond the 64 bits of an INT64');
}

export function decodeFloat(value: SqlValue): number | Misfit {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return exactFloat(value);
  if (typeof value !== 'string' || value.trim() === '') return misfit('no number');
  const number = Number(value);
  return Number.isNaN(number) && value !== 'NaN' ? misfit('no number') : number;
}

function exactFloat(value: bigint): number | Misfit {
  const number = Number(value);
  return BigInt(number) === value ? number : misfit('more digits than a FLOAT64 has');
}

/** What PostgreSQL writes for money where a point stands before the cents: `$1,234.50`, `-$1.00`. */
export function decodeMoney(value: SqlValue): number | Misfit {
  const match = /^(-?)\(?[^\d(-]*([\d,]+(?:\.\d+)?)\)?$/.exec(String(value));
  if (match === null) return misfit('no amount of money that is understood');
  const isNegative = match[1] === '-' || String(value).startsWith('(');
  const amount = Number((match[2] ?? '').replaceAll(',', ''));
  return isNegative ? -amount : amount;
}

const plainDecimal = /^(-?)(\d+)(?:\.(\d*))?$/;

/** Makes decimals of one scale; trailing zeros come and go, other digits never. */
export function decimalDecoder(scale: number): (value: SqlValue) => Decimal | Misfit {
  return (value) => {
    const short = shortUnscaled(value, scale);
    if (short !== null) return new Decimal(short, scale);
    const match = plainDecimal.exec(String(value));
    if (match === null) return otherDecimal(value, scale);
    const [, sign = '', whole = '', fraction = ''] = match;
    if (fraction.length <= scale) {
      return new Decimal(BigInt(sign + whole + fraction.padEnd(scale, '0')), scale);
    }
    return scaled(new Decimal(BigInt(sign + whole + fraction), fraction.length), scale);
  };
}

/** Of a text with just the digits after the point that are wanted, and few in all: nearly every one. */
function shortUnscaled(value: SqlValue, scale: number): bigint | null {
  if (typeof value !== 'string' || scale === 0) return null;
  const point = value.length - scale - 1;
  if (point < 1 || value.charCodeAt(point) !== 0x2e) return null;
  const number = parseShortInteger(value, point);
  return Number.isNaN(number) ? null : BigInt(number);
}

/** With an exponent, as SQLite and floating-point numbers have it. */
function otherDecimal(value: SqlValue, scale: number): Decimal | Misfit {
  if (!/^-?\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i.test(String(value))) return misfit('no decimal number');
  return scaled(Decimal.parse(String(value)), scale);
}

function scaled(decimal: Decimal, scale: number): Decimal | Misfit {
  const places = scale - decimal.scale;
  if (places >= 0) return new Decimal(decimal.unscaled * 10n ** BigInt(places), scale);
  const divisor = 10n ** BigInt(-places);
  if (decimal.unscaled % divisor === 0n) return new Decimal(decimal.unscaled / divisor, scale);
  return misfit(`more than the ${scale} digits after the point that the field has`);
}
