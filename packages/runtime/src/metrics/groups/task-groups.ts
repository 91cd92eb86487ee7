import {
  avg,
  declareGroup,
  fraction,
  gauge,
  max,
  min,
  rate,
  text,
  total,
} from '../declare/metric-declaration.ts';

const tags = ['connector', 'task'] as const;

export const connectorTaskMetrics = declareGroup({
  id: 'task',
  domain: 'kafka.connect',
  name: 'connector-task-metrics',
  tags,
  doc: 'Every task, from when it is made until the worker is rid of it.',
  metrics: {
    'running-ratio': gauge('share', 'Share of its time that the task was running.'),
    'pause-ratio': gauge('share', 'Share of its time that the task was paused.'),
    'batch-size-max': max(
      'records',
      'Most records that a poll of a source gave, or that were put to a sink.',
    ),
    'batch-size-avg': avg(
      'records',
      'Mean records that a poll of a source gave, or that were put to a sink.',
    ),
    'offset-commit-max-time-ms': max('milliseconds', 'Longest time that a commit of offsets took.'),
    'offset-commit-avg-time-ms': avg('milliseconds', 'Mean time that commits of offsets took.'),
    'offset-commit-success-percentage': fraction('Share of the commits of offsets that succeeded.'),
    'offset-commit-failure-percentage': fraction('Share of the commits of offsets that failed.'),
    'connector-class': text('Class of the connector.'),
    'connector-version': text('Version of the connector.'),
    'connector-type': text('`source` or `sink`.'),
    'task-class': text('Class of the task.'),
    'task-version': text('Version of the task.'),
    'key-converter-class': text('Class of the converter of keys.'),
    'key-converter-version': text('Version of the converter of keys.'),
    'value-converter-class': text('Class of the converter of values.'),
    'value-converter-version': text('Version of the converter of values.'),
    'header-converter-class': text('Class of the converter of headers.'),
    'header-converter-version': text('Version of the converter of headers.'),
  },
});

/** The metric of the same group that the worker tells and not the task, which may be stuck. */
export const connectorTaskStatus = declareGroup({
  id: 'task-status',
  domain: 'kafka.connect',
  name: 'connector-task-metrics',
  tags,
  doc: connectorTaskMetrics.doc,
  metrics: {
    status: text('State of the task: unassigned, running, paused, failed or destroyed.'),
  },
});

export const sourceTaskMetrics = declareGroup({
  id: 'source-task',
  domain: 'kafka.connect',
  name: 'source-task-metrics',
  tags,
  doc: 'Tasks of source connectors.',
  metrics: {
    'source-record-poll-total': total('records', 'Records that the task gave.'),
    'source-record-poll-rate': rate('records', 'Records per second that the task gave.'),
    'source-record-write-total': total('records', 'Records that Kafka acknowledged.'),
    'source-record-write-rate': rate('records', 'Records per second that Kafka acknowledged.'),
    'poll-batch-max-time-ms': max('milliseconds', 'Longest time that a poll which gave records took.'),
    'poll-batch-avg-time-ms': avg('milliseconds', 'Mean time that polls which gave records took.'),
    'source-record-active-count': gauge('records', 'Records polled but neither acknowledged nor dropped.'),
    'source-record-active-count-max': max('records', 'Most records polled but not done with.'),
    'source-record-active-count-avg': avg('records', 'Mean records polled but not done with.'),
    'transaction-size-min': min('records', 'Fewest records of a transaction; with exactly-once only.'),
    'transaction-size-max': max('records', 'Most records of a transaction; with exactly-once only.'),
    'transaction-size-avg': avg('records', 'Mean records of transactions; with exactly-once only.'),
  },
});

export const sinkTaskMetrics = declareGroup({
  id: 'sink-task',
  domain: 'kafka.connect',
  name: 'sink-task-metrics',
  tags,
  doc: 'Tasks of sink connectors.',
  metrics: {
    'sink-record-read-total': total('records', 'Records that were consumed.'),
    'sink-record-read-rate': rate('records', 'Records per second that were consumed.'),
    'sink-record-send-total': total('records', 'Records that the task took.'),
    'sink-record-send-rate': rate('records', 'Records per second that the task took.'),
    'sink-record-active-count': gauge('records', 'Records consumed whose offsets are not committed yet.'),
    'sink-record-active-count-max': max('records', 'Most records consumed and not committed.'),
    'sink-record-active-count-avg': avg('records', 'Mean records consumed and not committed.'),
    'partition-count': gauge('partitions', 'Partitions that the task has.'),
    'offset-commit-seq-no': gauge('none', 'Number of the last commit of offsets that was begun.'),
    'offset-commit-completion-total': total('commits', 'Commits of offsets that succeeded.'),
    'offset-commit-completion-rate': rate('commits', 'Commits of offsets per second that succeeded.'),
    'offset-commit-skip-total': total('commits', 'Commits answered after they had been given up.'),
    'offset-commit-skip-rate': rate('commits', 'Commits per second answered after they had been given up.'),
    'put-batch-max-time-ms': max('milliseconds', 'Longest time that the task took to take records.'),
    'put-batch-avg-time-ms': avg('milliseconds', 'Mean time that the task took to take records.'),
  },
});

export const taskErrorMetrics = declareGroup({
  id: 'task-errors',
  domain: 'kafka.connect',
  name: 'task-error-metrics',
  tags,
  doc: 'What went wrong with records.',
  metrics: {
    'total-record-failures': total(
      'records',
      'Times that a step failed for a record, those tried again included.',
    ),
    'total-record-errors': total('records', 'Records that failed for good.'),
    'total-records-skipped': total('records', 'Records left out because of errors.'),
    'total-retries': total('attempts', 'Times that a step was tried again.'),
    'total-errors-logged': total('records', 'Errors written to the log because of `errors.log.enable`.'),
    'deadletterqueue-produce-requests': total('records', 'Records given to the dead letter queue.'),
    'deadletterqueue-produce-failures': total('records', 'Records that the dead letter queue did not take.'),
    'last-error-timestamp': gauge('epoch milliseconds', 'When a record last failed; 0 for never.'),
  },
});

export const transformMetrics = declareGroup({
  id: 'transform',
  domain: 'kafka.connect',
  name: 'connector-transform-metrics',
  tags: ['connector', 'task', 'transform'],
  doc: 'The transformations of a task, by their aliases.',
  metrics: {
    'transform-class': text('Class of the transformation.'),
    'transform-version': text('Version of the transformation.'),
  },
});

export const predicateMetrics = declareGroup({
  id: 'predicate',
  domain: 'kafka.connect',
  name: 'connector-predicate-metrics',
  tags: ['connector', 'task', 'predicate'],
  doc: 'The predicates of a task, by their aliases.',
  metrics: {
    'predicate-class': text('Class of the predicate.'),
    'predicate-version': text('Version of the predicate.'),
  },
});
