import { formatFloat32, formatFloat64 } from './float-text.ts';
import type { NumberType } from './typed-number.ts';

/** The text of a number of the type, as it stands in messages, in JSON and in keys. */
export function formatNumber(type: NumberType, value: number | bigint): string {
  if (type === 'FLOAT32') return formatFloat32(Number(value));
  if (type === 'FLOAT64') return formatFloat64(Number(value));
  return Object.is(value, -0) ? '0' : value.toString();
}
