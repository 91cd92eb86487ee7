/** Codes of connectors and tasks that cannot run or go on. */
export const taskCodes = {
  CONNECTOR_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 3,
    explanation: 'The connector could not be brought into the state it should be in.',
    remedy: 'The cause says why. Correct it, then restart the connector: it stays registered.',
  },
  TOO_MANY_TASKS: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 3,
    javaClassName: 'org.apache.kafka.connect.runtime.TooManyTasksException',
    explanation:
      'The connector divided its work into more tasks than `tasks.max` allows, which is a defect of it.',
    remedy: 'Raise `tasks.max`, or set `tasks.max.enforce` to false until the connector is corrected.',
  },
  TASK_START_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A task could not be made from its configuration.',
    remedy: 'The cause says why. Correct the configuration of the connector, then restart the task.',
  },
  TASK_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A task met an error it cannot go on from. It stays failed until somebody restarts it.',
    remedy: 'The cause says why. Remove it, then restart the task: it continues at the committed offsets.',
  },
  TASK_CANCELLED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A task did not stop within `task.shutdown.graceful.timeout.ms` and was abandoned.',
    remedy:
      'Records since the last commit are delivered again. If it happens often, raise the time or look at what the task waits for.',
  },
  TASK_THREAD_BLOCKED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'A connector or task kept its thread busy for `sluice.task.thread.blocked.timeout.ms` without giving way, so that nothing else in the thread ran. The thread was ended.',
    remedy:
      'The trace shows where it was. It is a defect of the plugin if that never ends; raise the time if it only takes long.',
  },
  TASK_OUT_OF_MEMORY: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'The memory of the thread of a connector or task ran out.',
    remedy:
      'Let it hold fewer records at a time, or raise `sluice.task.thread.max.heap.bytes`. Restarted, it gets a thread of its own, so that it disturbs nobody else.',
  },
  TASK_ERROR_UNCAUGHT: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'A connector or task threw an error outside the calls of the worker, in a timer for example, and nothing caught it.',
    remedy: 'The cause says what happened. Report it to the authors of the plugin, and restart the task.',
  },
  TASK_THREAD_LOST: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'The thread of a task ended without the task: something in it called `process.exit`, or it blocked and was ended.',
    remedy: 'Restart the task. A plugin that calls `process.exit` has a defect: report it to its authors.',
  },
  TASKS_NOT_FENCED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'Tasks of an earlier generation of a source may still be writing, so that new ones must not begin with exactly-once delivery.',
    remedy:
      'The cause says why. Most often the admin client of the connector may not use the transactional ids: grant Write and Describe on them.',
  },
  TRANSACTION_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'Records of a source and their offsets could not be committed together. Readers of committed records see neither.',
    remedy:
      'The cause says why. Remove it, then restart the task: it continues at the last committed offsets.',
  },
  TRANSACTION_EXPIRED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'The transaction of a source task took longer than `transaction.timeout.ms`, or a newer instance of the task took over. Readers of committed records see nothing of it.',
    remedy:
      'If a newer instance runs, nothing. Else make transactions shorter or `producer.override.transaction.timeout.ms` larger, then restart the task.',
  },
  TRANSACTION_WISHES_CONTRADICT: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    javaClassName: 'java.lang.IllegalStateException',
    explanation: 'A source task wanted the same transaction to be committed and to be aborted.',
    remedy: 'This is a defect of the connector: report it to its authors with the trace.',
  },
  RECORDS_REJECTED: {
    errorClass: 'RejectedRecordsError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'The system that a sink writes to took some records of a batch and refused others for good.',
    remedy:
      'The error log and the dead letter topic, where they are configured, have each record with the reason. Correct the data or the connector; with `errors.tolerance=all` the task goes on without them.',
  },
  DEAD_LETTERS_UNAVAILABLE: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'The topic for dead letters does not exist and could not be created, or cannot be looked for.',
    remedy:
      'The cause says why. On a cluster of fewer than three brokers set `errors.deadletterqueue.topic.replication.factor`; else create the topic or let the worker create it. Then restart the task.',
  },
  TOO_MANY_TOLERATED_ERRORS: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'More records failed within a minute than `errors.tolerance.max.per.minute` lets a task go on with.',
    remedy:
      'So many failures are seldom the fault of single records: look at the cause and at the dead letters. Remove it or raise the limit, then restart the task: it continues at the committed offsets.',
  },
  FILE_OPEN_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A file that a connector reads or writes cannot be opened or created.',
    remedy: 'Create its folder and let the user of the worker read or write there, then restart the task.',
  },
  FILE_READ_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A file that a source follows could be opened but not read.',
    remedy: 'The cause says why. Remove it, then restart the task: it continues at the committed position.',
  },
  FILE_WRITE_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'Records could not be written to a file, for example because the disk is full. Their offsets are not committed.',
    remedy: 'Make room, then restart the task: the records are delivered again.',
  },
  OFFSETS_CHANGE_REJECTED: {
    errorClass: 'ConnectError',
    httpStatus: 400,
    exitCode: 1,
    explanation: 'The connector refused the new offsets.',
    remedy: 'Write partitions and offsets as the connector shows them when its offsets are read.',
  },
  OFFSETS_UNSUPPORTED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'The connector keeps its place where the worker cannot change it.',
    remedy: 'Change it in the system that the connector uses; its documentation says how.',
  },
  CONTEXT_MISUSED: {
    errorClass: 'IllegalWorkerStateError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'A connector or task asked the worker for something it may not have then, such as pausing a partition of another task.',
    remedy: 'This is a defect of the plugin: report it to its authors with the trace.',
  },
} as const;
