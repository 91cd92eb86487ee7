/** Codes of databases that connectors read and write. */
export const databaseCodes = {
  DATABASE_UNREACHABLE: {
    errorClass: 'ConnectionLostError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A database does not answer, or ended the connection. The task connects again.',
    remedy:
      'Wait. If it lasts, check that the database runs, that host and port in `connection.url` are right, and that it has connections left.',
  },
  DATABASE_BUSY: {
    errorClass: 'RetriableError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'A database gave up a statement for the sake of others: a deadlock, a lock that took too long, a serialisation failure, no connection left. The task tries again.',
    remedy:
      'Wait. If it lasts, look for transactions that stay open, or for others that write the same rows.',
  },
  DATABASE_CREDENTIALS_REFUSED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A database does not let the user in: name or password are wrong, or not from this host.',
    remedy: 'Correct `connection.user` and `connection.password`, or let the user in from the worker’s host.',
  },
  DATABASE_PRIVILEGE_MISSING: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'The user of a connector is not allowed to do in a database what the connector has to do.',
    remedy: 'Grant what the message names to `connection.user`.',
  },
  DATABASE_OBJECT_MISSING: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A database, schema, table or column that a connector needs does not exist.',
    remedy: 'Create it, or correct its name in the configuration: letter case counts.',
  },
  DATABASE_CONSTRAINT_VIOLATED: {
    errorClass: 'DataError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A database refused a row that breaks a key, a check or a column that must not be null.',
    remedy: 'The message names the constraint. Correct the record, or the table.',
  },
  DATABASE_VALUE_REFUSED: {
    errorClass: 'DataError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A value does not fit its column, or the field that the column becomes.',
    remedy: 'The message names column and value. Correct the value, or give the column a type that holds it.',
  },
  DATABASE_STATEMENT_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A database refused a statement.',
    remedy:
      'The message is what the database says. Where a part of the statement comes from the configuration, such as `query`, correct it.',
  },
} as const;
