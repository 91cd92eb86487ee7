/** Codes of sinks that write into search engines. */
export const searchCodes = {
  SEARCH_DOCUMENT_IMPOSSIBLE: {
    errorClass: 'DataError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'No document can be made of a record: its value is no object, holds a number that JSON has not, or its key cannot be an id.',
    remedy:
      'Choose the converter that the data was written with, or set `key.ignore`. With `drop.invalid.message` or `errors.tolerance=all` the task goes on without such records.',
  },
  SEARCH_DOCUMENT_REJECTED: {
    errorClass: 'DataError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'The search engine refused a document for good, because a field does not fit the mapping of the index for instance.',
    remedy:
      'The message has its reason. Correct the data or the mapping, or let `behavior.on.malformed.documents` leave such records out or report them.',
  },
  SEARCH_VERSION_CONFLICT: {
    errorClass: 'DataError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'The search engine has a newer version of a document than the record would make.',
    remedy:
      'If several topics or partitions have the same keys, give their documents ids or indexes of their own; `behavior.on.version.conflict` can ignore or report it.',
  },
  SEARCH_UNAVAILABLE: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'The search engine did not take documents in all the times that `max.retries` allows: it cannot be reached, is overloaded, or an index is blocked.',
    remedy:
      'The cause has its last answer. Remove it, then restart the task: it goes on at the committed offsets. A restart policy does that by itself.',
  },
  SEARCH_ACCESS_DENIED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'The search engine does not know the user of the connector, or does not let it do this.',
    remedy:
      'Correct `connection.username` and `connection.password` or the API key, or grant the user `create_index`, `view_index_metadata` and `write` on the index. Then restart the task.',
  },
  SEARCH_RESOURCE_UNUSABLE: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'The index, alias or data stream of a topic is not there, or cannot be written to.',
    remedy: 'Create what the message names, or correct the mapping of topics. Then restart the task.',
  },
  SEARCH_REQUEST_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'The search engine answered a request in a way that waiting does not help.',
    remedy: 'The message has its answer. Remove what it complains about, then restart the task.',
  },
} as const;
