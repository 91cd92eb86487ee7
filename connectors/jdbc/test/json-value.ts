import type { Schema } from '@sluice/connect-api';
import { plugins } from '@sluice/converter-json';

const [plugin] = plugins;
const converter = plugin.createConverter({ 'schemas.enable': 'true', 'decimal.format': 'NUMERIC' }, 'value');

/** What JsonConverter writes, its schema included. */
export function jsonConverter(schema: Schema | undefined, value: unknown): string {
  return String(converter.encode(schema ?? null, value, { topic: 'types', headers: [] }));
}
