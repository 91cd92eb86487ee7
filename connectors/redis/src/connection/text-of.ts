import { isUtf8 } from 'node:buffer';
import { DataError } from '@sluice/connect-api';

/** Bytes of Redis as text. @throws DataError naming what is no UTF-8. */
export function textOf(bytes: Buffer, what: string): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new DataError(`${what} is no text in UTF-8`, { code: 'REDIS_ENTRY_UNREADABLE' });
}
