import { DataError } from '@sluice/connect-api';
import type { TargetColumn } from './target-type.ts';

/** A value that does not fit its column. */
export function misfit({ name, typeName }: TargetColumn, reason: string): DataError {
  return new DataError(`The value does not fit column ${name} of type ${typeName}: ${reason}`, {
    code: 'DATABASE_VALUE_REFUSED',
  });
}

/** A long value as messages show it. */
export function shown(value: unknown): string {
  const text = String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
