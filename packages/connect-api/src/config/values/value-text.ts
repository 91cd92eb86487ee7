import { formatFloat64 } from '../../data/numbers/float-text.ts';
import type { ConfigType } from '../config-key.ts';

/** A parsed value as the REST API shows it: lists as `a,b`, doubles as `2.0`, passwords as `[hidden]`. */
export function formatConfigValue(type: ConfigType, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.join(',');
  return formatScalar(type, value);
}

/** A parsed value as messages show it: lists as `[a, b]`, nothing as `null`. */
export function formatValueForMessage(type: ConfigType, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  return formatScalar(type, value);
}

function formatScalar(type: ConfigType, value: unknown): string {
  return type === 'DOUBLE' && typeof value === 'number' ? formatFloat64(value) : String(value);
}
