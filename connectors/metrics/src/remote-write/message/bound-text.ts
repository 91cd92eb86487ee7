/** How bounds stand in labels: `1.0` as in OpenMetrics, or `1` as in the text format. */
export type BoundsFormat = 'openmetrics' | 'text';

const fewestExponentDigits = 2;

/** The bound of a bucket or quantile as Prometheus' own libraries write it: the shortest decimal, exponents from 1e+06 on. */
export function formatBound(value: number, format: BoundsFormat): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  if (Number.isNaN(value)) return 'NaN';
  const text = shortest(value);
  return format === 'openmetrics' && !/[.e]/.test(text) ? `${text}.0` : text;
}

function shortest(value: number): string {
  const [digits = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return plain(value);
  const sign = exponent < 0 ? '-' : '+';
  return `${digits}e${sign}${String(Math.abs(exponent)).padStart(fewestExponentDigits, '0')}`;
}

/** JavaScript writes no exponent from 1e-6 up to 1e21; of -0 it loses the sign. */
function plain(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
