import { isNetworkCode, type DatabaseFault } from '../database/database-fault.ts';
import type { DriverComplaint } from '../database/database-error.ts';

interface ServerError {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly sqlState?: unknown;
  readonly message?: unknown;
}

/** By the names that the server's errors have; what is not here goes by its SQLSTATE. */
const faults: Readonly<Record<string, DatabaseFault>> = {
  ER_ACCESS_DENIED_ERROR: 'credentials',
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: 'credentials',
  ER_NOT_SUPPORTED_AUTH_MODE: 'credentials',
  ER_HOST_NOT_PRIVILEGED: 'credentials',
  ER_HOST_IS_BLOCKED: 'credentials',
  ER_DBACCESS_DENIED_ERROR: 'privilege',
  ER_TABLEACCESS_DENIED_ERROR: 'privilege',
  ER_COLUMNACCESS_DENIED_ERROR: 'privilege',
  ER_SPECIFIC_ACCESS_DENIED_ERROR: 'privilege',
  ER_PROCACCESS_DENIED_ERROR: 'privilege',
  ER_OPTION_PREVENTS_STATEMENT: 'privilege',
  ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION: 'privilege',
  ER_BAD_DB_ERROR: 'missing',
  ER_NO_SUCH_TABLE: 'missing',
  ER_BAD_TABLE_ERROR: 'missing',
  ER_BAD_FIELD_ERROR: 'missing',
  ER_LOCK_DEADLOCK: 'contention',
  ER_LOCK_WAIT_TIMEOUT: 'contention',
  ER_CON_COUNT_ERROR: 'contention',
  ER_TOO_MANY_USER_CONNECTIONS: 'contention',
  ER_QUERY_INTERRUPTED: 'contention',
  ER_QUERY_TIMEOUT: 'contention',
  ER_RECORD_FILE_FULL: 'contention',
  ER_DISK_FULL: 'contention',
  ER_SERVER_SHUTDOWN: 'connection',
  ER_NEW_ABORTING_CONNECTION: 'connection',
  ER_ABORTING_CONNECTION: 'connection',
  ER_CLIENT_INTERACTION_TIMEOUT: 'connection',
  ER_NET_READ_ERROR: 'connection',
  ER_NET_WRITE_INTERRUPTED: 'connection',
  ER_NORMAL_SHUTDOWN: 'connection',
  ER_CONNECTION_KILLED: 'connection',
  ER_BAD_NULL_ERROR: 'constraint',
  ER_DUP_ENTRY: 'constraint',
  ER_NO_REFERENCED_ROW_2: 'constraint',
  ER_ROW_IS_REFERENCED_2: 'constraint',
  ER_NO_DEFAULT_FOR_FIELD: 'constraint',
  ER_CHECK_CONSTRAINT_VIOLATED: 'constraint',
  ER_CONSTRAINT_FAILED: 'constraint',
  ER_DATA_TOO_LONG: 'value',
  ER_WARN_DATA_OUT_OF_RANGE: 'value',
  ER_TRUNCATED_WRONG_VALUE: 'value',
  ER_TRUNCATED_WRONG_VALUE_FOR_FIELD: 'value',
  WARN_DATA_TRUNCATED: 'value',
  ER_INVALID_JSON_TEXT: 'value',
};

/** Tells what an error of the driver for MySQL and MariaDB is about. */
export function mysqlComplaint(error: unknown): DriverComplaint {
  const { code, errno, sqlState, message } = error as ServerError;
  const text = typeof message === 'string' && message !== '' ? message : String(code ?? error);
  const name = typeof code === 'string' ? code : '';
  const state = typeof sqlState === 'string' ? sqlState : '';
  const shown = typeof errno === 'number' && name.startsWith('ER_') ? `${errno}, ${name}` : name;
  return { fault: faultIn(name, state, text), sqlCode: shown === '' ? null : shown, message: text };
}

function faultIn(name: string, sqlState: string, text: string): DatabaseFault {
  const known = faults[name];
  if (known !== undefined) return known;
  if (isNetworkCode(name) || /closed state|Connection lost|connect ETIMEDOUT/i.test(text))
    return 'connection';
  if (sqlState.startsWith('08')) return 'connection';
  if (sqlState.startsWith('40')) return 'contention';
  if (sqlState.startsWith('23')) return 'constraint';
  return sqlState.startsWith('22') ? 'value' : 'statement';
}
