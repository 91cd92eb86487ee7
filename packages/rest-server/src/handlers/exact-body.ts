import type { JsonValue } from '@sluice/rest-api';

type Fields = { readonly [name: string]: JsonValue } | null;

/** The same fields in a form in which JSON.stringify writes every number as it is: `1` as `1`, and 1.0 as `1.0`. */
export function exactBody<F extends Fields>(fields: F): F {
  return written(fields) as F;
}

function written(value: JsonValue): unknown {
  if (typeof value === 'bigint') return rawJson(value.toString());
  if (typeof value === 'number')
    return rawJson(Number.isInteger(value) ? wholeFraction(value) : String(value));
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(written);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, written(member)]));
}

function wholeFraction(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** JSON.stringify writes the text as it is. */
function rawJson(text: string): object {
  return (JSON as unknown as { rawJSON(text: string): object }).rawJSON(text);
}
