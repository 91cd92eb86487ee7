import type { Decimal } from '@sluice/connect-api';
import { failure } from '../evaluate/evaluation-failure.ts';
import { boundedDecimal, rounded } from '../values/decimal-math.ts';
import { global, member, overload, type FunctionDefinition } from './overload.ts';

/** An even number of digits, with or without the signs that fill up the end. */
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Base64, and the rounding of decimals. */
export const otherFunctions: readonly FunctionDefinition[] = [
  global(
    'base64.encode',
    overload(['bytes'], 'string', (bytes: Uint8Array, _: readonly [], at) => {
      at.spendOnMaking(2 * bytes.length);
      return Buffer.from(bytes).toString('base64');
    }),
  ),
  global(
    'base64.decode',
    overload(['string'], 'bytes', (text: string, _: readonly [], at) => {
      at.spendOnMaking(text.length);
      if (base64.test(text)) return Buffer.from(text, 'base64');
      throw failure('base64.decode() takes text in base64');
    }),
  ),
  member(
    'round',
    overload(['decimal', 'int'], 'decimal', (decimal: Decimal, [scale]: readonly [bigint]) => {
      if (scale < -200n || scale > 200n) throw failure('round() takes at most 200 digits');
      return boundedDecimal(rounded(decimal, Number(scale)));
    }),
  ),
];
