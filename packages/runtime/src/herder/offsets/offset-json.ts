import { formatNumber } from '@sluice/connect-api';

/** JSON in which no number loses anything: whole ones are `bigint`, those with a fraction or exponent `number`. */
export type ExactJson =
  null | boolean | string | number | bigint | readonly ExactJson[] | { readonly [name: string]: ExactJson };

/** A partition or an offset as requests and answers have it. */
export type OffsetFields = Readonly<Record<string, ExactJson>>;

/** Where a connector is, or is to be, in one partition. */
export interface ConnectorOffset {
  readonly partition: OffsetFields | null;
  /** `null` for none. */
  readonly offset: OffsetFields | null;
}

/** The text that Java has for a value: `1`, `1.0`, `[0, a]`, `{a=1, b=null}`. */
export function javaTextOf(value: ExactJson): string {
  if (typeof value === 'number') return formatNumber('FLOAT64', value);
  if (value === null || typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(javaTextOf).join(', ')}]`;
  const fields = Object.entries(value).map(([name, field]) => `${name}=${javaTextOf(field)}`);
  return `{${fields.join(', ')}}`;
}

/** Reads what an offset store keeps as an offset; `null` when it is no JSON object. */
export function parseStoredOffset(text: string): OffsetFields | null {
  try {
    const parsed = JSON.parse(text, exactly) as ExactJson;
    return parsed === null || typeof parsed !== 'object' || isList(parsed) ? null : parsed;
  } catch {
    return null;
  }
}

/** JSON that is read as the same value again: whole numbers without a fraction, others with one. */
export function formatExactJson(value: ExactJson): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return formatFraction(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(formatExactJson).join(',')}]`;
  const fields = Object.entries(value).map(
    ([name, field]) => `${JSON.stringify(name)}:${formatExactJson(field)}`,
  );
  return `{${fields.join(',')}}`;
}

function formatFraction(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

export function isList(value: ExactJson): value is readonly ExactJson[] {
  return Array.isArray(value);
}

/** Older type declarations do not know the text that a reviver is told. */
function exactly(_name: string, value: unknown, ...rest: readonly unknown[]): unknown {
  if (typeof value !== 'number') return value;
  const { source = '' } = rest[0] as { readonly source?: string };
  return /^-?\d+$/.test(source) ? BigInt(source) : value;
}
