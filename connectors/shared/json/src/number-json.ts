import { formatNumber, type SchemaType } from '@sluice/connect-api';

/** A number as JSON; what JSON has no number for (NaN, infinities) is written as a string. */
export function numberJson(type: SchemaType, value: number | bigint): string {
  if (type !== 'FLOAT32' && type !== 'FLOAT64') return value.toString();
  const text = formatNumber(type, value);
  return typeof value === 'number' && !Number.isFinite(value) ? `"${text}"` : text;
}
