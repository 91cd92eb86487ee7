import {
  DataError,
  epochMsOf,
  formatNumber,
  isDecimal,
  isTypedNumber,
  javaClassNameOf,
  type LogicalType,
  type NumberType,
  type SchemaType,
} from '@sluice/connect-api';
import { base64Text, jsonString } from '@sluice/connector-json';

/** Makes the JSON text of a value that is not null. */
export type ValueText = (value: unknown) => string;

type ScalarType = Exclude<SchemaType, 'ARRAY' | 'MAP' | 'STRUCT'>;

/** How values without parts are written. */
export const scalarTexts: Readonly<Record<ScalarType, ValueText>> = {
  INT8: (value) => typedText('INT8', value),
  INT16: (value) => typedText('INT16', value),
  INT32: (value) => typedText('INT32', value),
  INT64: (value) => typedText('INT64', value),
  FLOAT32: (value) => typedText('FLOAT32', value),
  FLOAT64: (value) => typedText('FLOAT64', value),
  BOOLEAN: (value) => (typeof value === 'boolean' ? String(value) : misfit('BOOLEAN', value)),
  STRING: (value) => (typeof value === 'string' ? jsonString(value) : misfit('STRING', value)),
  BYTES: (value) => (value instanceof Uint8Array ? base64Text(value) : misfit('BYTES', value)),
};

/** How values of logical types are written: decimals with all their digits, instants as milliseconds. */
export const logicalTexts: Readonly<Record<LogicalType, ValueText>> = {
  Decimal: (value) => (isDecimal(value) ? value.toString() : misfit('Decimal', value)),
  Date: (value) => instantText('Date', value),
  Time: (value) => instantText('Time', value),
  Timestamp: (value) => instantText('Timestamp', value),
};

/** @throws DataError for what JSON has no number for. */
export function numberText(type: NumberType, value: number | bigint): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new DataError(`A document cannot hold the number ${value}`, { code: 'SEARCH_DOCUMENT_IMPOSSIBLE' });
  }
  return formatNumber(type, value);
}

function typedText(type: NumberType, value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(type, value);
  return isTypedNumber(value) ? numberText(type, value.value) : misfit(type, value);
}

function instantText(type: LogicalType, value: unknown): string {
  const epochMs = value instanceof Date ? epochMsOf(value) : Number.NaN;
  return Number.isNaN(epochMs) ? misfit(type, value) : String(epochMs);
}

export function misfit(type: string, value: unknown): never {
  throw new DataError(`A value of the schema type ${type} cannot be a ${javaClassNameOf(value)}`, {
    code: 'SEARCH_DOCUMENT_IMPOSSIBLE',
  });
}
