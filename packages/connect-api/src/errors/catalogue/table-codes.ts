/** Codes of sinks that write records into tables. */
export const tableCodes = {
  RECORD_NOT_A_ROW: {
    errorClass: 'DataError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'A record says nothing that could become a row of a table: it has no schema, no key where one is needed, or no value where deletes are not enabled.',
    remedy:
      'Use a converter that gives records a schema, correct where the key of rows comes from (`pk.mode`, `pk.fields`), or set `delete.enabled`.',
  },
  TABLE_UNSUITABLE: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'Records cannot be written into a table as it is: it is not there, lacks a column, or has no unique key to upsert by.',
    remedy: 'The message names the setting or the statement that mends it. Then restart the task.',
  },
  TABLE_WRITE_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'A batch of rows could not be written however often it was tried. Its offsets are not committed.',
    remedy:
      'The cause is the last error. Remove it, or raise `max.retries` and `retry.backoff.ms`, then restart the task: it continues at the committed offsets.',
  },
  TABLE_OFFSETS_READ: {
    errorClass: 'RetriableError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'A sink that keeps its offsets in the database asked it anew where to go on, after its connection was lost or another task wrote the same partitions.',
    remedy:
      'Nothing: the records are delivered again from there. If it lasts, look for a second connector of the same name.',
  },
} as const;
