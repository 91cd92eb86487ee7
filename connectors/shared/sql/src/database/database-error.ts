import { ConnectError, ConnectionLostError, DataError, RetriableError } from '@sluice/connect-api';
import { faultCodes, type DatabaseFault } from './database-fault.ts';

/** What a driver's error says, told apart. */
export interface DriverComplaint {
  readonly fault: DatabaseFault;
  /** SQLSTATE or the database's own code, as people look it up. */
  readonly sqlCode: string | null;
  /** What the database says, with its hints; no statement and no secret is in it. */
  readonly message: string;
}

const faultKey: unique symbol = Symbol.for('sluice.connector-sql.fault') as never;

/** An error of a database; which class it has depends on the fault: {@link faultOf} tells. */
export type DatabaseError = ConnectError & { readonly [faultKey]: DatabaseFault };

/**
 * The error to throw for what a database complained of.
 * @param what - what was attempted, as the beginning of a sentence: `The table "a"."b" cannot be read`.
 */
export function databaseError(what: string, complaint: DriverComplaint, cause: unknown): DatabaseError {
  const { fault, sqlCode, message } = complaint;
  const text = `${what}: ${message}${sqlCode === null ? '' : ` (${sqlCode})`}`;
  return Object.assign(errorOf(fault, text, cause), { [faultKey]: fault }) as DatabaseError;
}

function errorOf(fault: DatabaseFault, message: string, cause: unknown): ConnectError {
  if (fault === 'connection') return new ConnectionLostError(message, { cause, code: faultCodes[fault] });
  if (fault === 'contention') return new RetriableError(message, { cause, code: faultCodes[fault] });
  if (fault === 'constraint' || fault === 'value')
    return new DataError(message, { cause, code: faultCodes[fault] });
  return new ConnectError(message, { cause, code: faultCodes[fault] });
}

/** What the database complained of; `null` for every other error. */
export function faultOf(error: unknown): DatabaseFault | null {
  if (typeof error !== 'object' || error === null) return null;
  return (error as { readonly [faultKey]?: DatabaseFault })[faultKey] ?? null;
}
