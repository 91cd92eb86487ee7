import { isNetworkCode, type DatabaseFault } from '../database/database-fault.ts';
import type { DriverComplaint } from '../database/database-error.ts';

/** What the server says beside the message. */
interface ServerError {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly detail?: unknown;
  readonly hint?: unknown;
}

/** By SQLSTATE, whole or its first two characters (the class). */
const faults: Readonly<Record<string, DatabaseFault>> = {
  '08': 'connection',
  '57P01': 'connection',
  '57P02': 'connection',
  '57P03': 'connection',
  '57P04': 'missing',
  '57P05': 'connection',
  '25P03': 'connection',
  '53': 'contention',
  '40': 'contention',
  '55P03': 'contention',
  '57014': 'contention',
  '28': 'credentials',
  '42501': 'privilege',
  '3D000': 'missing',
  '3F000': 'missing',
  '42P01': 'missing',
  '42703': 'missing',
  '42704': 'missing',
  '42883': 'missing',
  '23': 'constraint',
  '22': 'value',
  '42804': 'value',
};

/** Tells what an error of PostgreSQL's driver is about. */
export function postgresComplaint(error: unknown): DriverComplaint {
  const { code, message, detail, hint } = error as ServerError;
  const isSqlState = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  const text = [message, detail, hint].filter((part) => typeof part === 'string' && part !== '').join('; ');
  const sqlCode = isSqlState ? code : null;
  return { fault: faultIn(sqlCode, code, text), sqlCode, message: text === '' ? String(code) : text };
}

function faultIn(sqlState: string | null, code: unknown, text: string): DatabaseFault {
  if (sqlState !== null) return faults[sqlState] ?? faults[sqlState.slice(0, 2)] ?? 'statement';
  if (typeof code === 'string' && isNetworkCode(code)) return 'connection';
  if (/password must be a string|client password/i.test(text)) return 'credentials';
  // The driver gives no code to what it notices by itself.
  if (/terminat|not queryable|connection|timeout|ended/i.test(text)) return 'connection';
  return 'statement';
}
