/** Codes of the worker itself and its surroundings. */
export const workerCodes = {
  PORT_IN_USE: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 2,
    explanation: 'Another process listens on the port of the REST API, perhaps another worker.',
    remedy: 'Stop it, or choose another port with `listeners`.',
  },
  LISTENER_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 2,
    explanation: 'The REST API cannot listen on the address in `listeners`.',
    remedy: 'Choose an address of this machine, and a port that the user of the worker may open.',
  },
  WORKER_STARTING: {
    errorClass: 'ConnectError',
    httpStatus: 503,
    exitCode: 1,
    explanation: 'The worker has not come so far that it knows its connectors.',
    remedy: 'Ask again once `GET /health` says `healthy`.',
  },
  WORKER_STOPPING: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'The worker is shutting down and takes no more requests.',
    remedy: 'Ask another worker, or this one again once it has been restarted.',
  },
  KAFKA_UNREACHABLE: {
    errorClass: 'ConnectionLostError',
    httpStatus: 500,
    exitCode: 2,
    javaClassName: 'org.apache.kafka.connect.errors.ConnectException',
    explanation: 'None of the brokers in `bootstrap.servers` answers.',
    remedy:
      'Check that Kafka runs, that addresses and ports are right, and that nothing between blocks them.',
  },
  CONFIG_WRITE_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'Kafka did not take what was to be written to the topic in `config.storage.topic`.',
    remedy: 'The cause is the answer of the broker. Once that is put right, ask again.',
  },
  CONFIG_WRITE_FENCED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'Only the leader writes configurations, and another worker may have become the leader. The write may have been done or not.',
    remedy: 'Ask again; whichever worker is asked, the leader gets to know.',
  },
  GROUP_UNREADABLE: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'What another member of the group in `group.id` says is not what Connect workers tell each other.',
    remedy: 'Give the cluster a `group.id` that nothing else uses, and see that all its workers are sound.',
  },
  OFFSETS_FILE_UNREADABLE: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 3,
    explanation: 'The file in `offset.storage.file.filename` exists but may not be read.',
    remedy:
      'Let the user of the worker read and write the file. Without it the sources would start from the beginning.',
  },
  OFFSETS_FILE_CORRUPT: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 3,
    explanation:
      'The file in `offset.storage.file.filename` does not hold offsets, or not all of them. The worker does not start, so that it is not overwritten.',
    remedy: 'Restore the file from a copy. Or move it away: then all sources start from the beginning.',
  },
  OFFSETS_WRITE_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'Source offsets could not be stored. Records since the last commit may be delivered again.',
    remedy: 'Make room on the disk or restore the store; the worker tries again at the next commit.',
  },
  OFFSETS_READ_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'The offsets of a connector could not be read from where they are kept.',
    remedy: 'The cause says why. Remove it, then ask again.',
  },
  CHECK_TIMED_OUT: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A connector was asked to look at the other system, and did not answer in time.',
    remedy:
      'See that the other system can be reached from this worker: its address and port, firewalls, and whether it answers others.',
  },
  OFFSETS_NOT_MODIFIED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'The offsets of a connector could not be altered or reset as asked; of those of a sink, some may have been.',
    remedy:
      'The message says why, for example that there is no such topic. Correct the request, or remove the cause, then ask again: doing it twice does no harm.',
  },
  OFFSETS_IN_USE: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'The consumer group of a sink still has members, so that its offsets cannot be changed.',
    remedy:
      'Wait until its tasks have ended, then ask again. If something else reads with the same group, end that.',
  },
  TOPIC_CREATION_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 3,
    explanation: 'A topic is not there and cannot be created as it is wanted, or Kafka does not answer.',
    remedy:
      'The message and its cause say why. Correct the settings for the topic, or create it by hand, then try again.',
  },
  INTERNAL_TOPIC_UNFIT: {
    errorClass: 'ConfigError',
    httpStatus: 500,
    exitCode: 3,
    explanation: 'A topic that workers keep their state in would lose records, or has too many partitions.',
    remedy: 'Name another topic, or change this one as the message says.',
  },
  INTERNAL_TOPIC_UNREADABLE: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 3,
    explanation: 'A topic that workers keep their state in cannot be read to its end.',
    remedy: 'Check that brokers lead all its partitions and that the worker may describe and read the topic.',
  },
  TEMPORARY_FAILURE: {
    errorClass: 'RetriableError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'Something failed that may succeed later; the worker tries again.',
    remedy: 'Wait. If it lasts, the cause says what to look at.',
  },
  CONNECTION_LOST: {
    errorClass: 'ConnectionLostError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'The other system cannot be reached now; the worker tries again.',
    remedy: 'Wait. If it lasts, check that the system runs and that its address is right.',
  },
  FENCED: {
    errorClass: 'FencedError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A newer instance of the same task or worker took over; this one stopped without harm.',
    remedy: 'Nothing, unless two workers were started with the same identity: then stop one.',
  },
  UNSPECIFIED_FAILURE: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'Something failed that has no code of its own, most often inside a plugin.',
    remedy: 'The message and its causes say what failed.',
  },
  INTERNAL_ERROR: {
    errorClass: 'InternalError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A defect of Sluice: something happened that cannot happen.',
    remedy: 'Please report it with the trace.',
  },
} as const;
