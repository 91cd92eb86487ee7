/** Codes of the connectors of Redis. */
export const redisCodes = {
  REDIS_COMMAND_IMPOSSIBLE: {
    errorClass: 'DataError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'No command can be made of a record: its key or value has not the form that `redis.type` needs, or a text does not fit the encoding.',
    remedy:
      'Choose the converters that the data was written with, or another `redis.type`; transformations can bring records into the form that is needed. With `errors.tolerance=all` the task goes on without such records.',
  },
  REDIS_RECORD_REFUSED: {
    errorClass: 'DataError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'Redis refused the command of a record for good: its key holds a value of another type (`WRONGTYPE`), or the value is not what the command takes.',
    remedy:
      'The message has the answer of Redis. Remove the key or choose another `redis.keyspace` where the type is wrong, correct the data otherwise. With `errors.tolerance=all` the task goes on without such records.',
  },
  REDIS_ENTRY_UNREADABLE: {
    errorClass: 'DataError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'An entry or key of Redis cannot be a record: a text in it is no UTF-8, or a sorted set has members of the same score.',
    remedy:
      'Leave it out of what is read, or, for sorted sets, set `redis.keys.zset=member`. With `errors.tolerance=all` the task goes on without it.',
  },
  REDIS_UNAVAILABLE: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'Redis did not do what it was asked for as long as `redis.retry.timeout.ms` allows: it cannot be reached, is out of memory, loads its data, is a read-only replica, or has too few replicas.',
    remedy:
      'The cause has its last answer. Remove it, then restart the task: it goes on at the committed offsets. A restart policy does that by itself.',
  },
  REDIS_ACCESS_DENIED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'Redis does not know the user of the connector, or does not let it do this.',
    remedy:
      'Correct `redis.username` and `redis.password`, or grant what the message names: `ACL SETUSER <user> +<command> ~<keys>`. Then restart the task.',
  },
  REDIS_COMMAND_UNKNOWN: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'The server does not know a command: it is too old, or lacks a module.',
    remedy:
      '`redis.type=JSON` needs the module RedisJSON, `TIMESERIES` RedisTimeSeries: load them (`--loadmodule`), take a server that has them, or choose another type.',
  },
  REDIS_COMMAND_REFUSED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'Redis answered in a way that waiting does not help, and that is no fault of a record.',
    remedy:
      'The message has its answer. For a node of a cluster set `redis.cluster=true`. Remove what it complains about, then restart the task.',
  },
} as const;
