import type { ErrorCode } from '@sluice/connect-api';

/**
 * What a database complains of:
 *
 * - `connection`: it cannot be reached, or the connection is gone; another one may do;
 * - `contention`: deadlock, lock timeout, serialisation failure, too many connections; the same again may succeed;
 * - `credentials`, `privilege`: who asks is not known, or may not;
 * - `missing`: no such database, schema, table, column or function;
 * - `constraint`: a row breaks a key, a check or a NOT NULL;
 * - `value`: a value does not fit its column: out of range, too long, not of that form;
 * - `statement`: everything else, such as a syntax error.
 */
export type DatabaseFault =
  | 'connection'
  | 'contention'
  | 'credentials'
  | 'privilege'
  | 'missing'
  | 'constraint'
  | 'value'
  | 'statement';

export const faultCodes = {
  connection: 'DATABASE_UNREACHABLE',
  contention: 'DATABASE_BUSY',
  credentials: 'DATABASE_CREDENTIALS_REFUSED',
  privilege: 'DATABASE_PRIVILEGE_MISSING',
  missing: 'DATABASE_OBJECT_MISSING',
  constraint: 'DATABASE_CONSTRAINT_VIOLATED',
  value: 'DATABASE_VALUE_REFUSED',
  statement: 'DATABASE_STATEMENT_FAILED',
} as const satisfies Readonly<Record<DatabaseFault, ErrorCode>>;

/** Whether waiting and asking again, over a new connection if need be, may help. */
export function isPassing(fault: DatabaseFault): boolean {
  return fault === 'connection' || fault === 'contention';
}

/** Codes that Node and the drivers give to errors of the network, and to connections that ended. */
const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
]);

export function isNetworkCode(code: string): boolean {
  return networkCodes.has(code);
}
