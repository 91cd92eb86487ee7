import { avg, declareGroup, gauge, histogram, max, total } from '../declare/metric-declaration.ts';

/** Upper bounds, in milliseconds, of the buckets of latencies: powers of two, so that a logarithm finds the bucket. */
export const latencyBoundsMs: readonly number[] = Array.from({ length: 22 }, (_none, power) => 2 ** power);

export const taskFlowMetrics = declareGroup({
  id: 'task-flow',
  domain: 'sluice',
  name: 'task-flow-metrics',
  tags: ['connector', 'task'],
  doc: 'How long records take and how much memory they use.',
  metrics: {
    'end-to-end-latency-ms': histogram(
      'milliseconds',
      'Time between the timestamp of a record and its acknowledgement by Kafka, or its put to the sink.',
    ),
    'end-to-end-latency-max-ms': max('milliseconds', 'Longest of these times.'),
    'end-to-end-latency-avg-ms': avg('milliseconds', 'Mean of these times, by batch.'),
    'conversion-time-ms-total': total('milliseconds', 'Time spent in converters.'),
    'transform-time-ms-total': total(
      'milliseconds',
      'Time spent in transformations and predicates: the share that one record in every sixteenth batch shows.',
    ),
    'pipeline-time-max-ms': max(
      'milliseconds',
      'Longest time that a batch was in converters and transformations.',
    ),
    'pipeline-time-avg-ms': avg(
      'milliseconds',
      'Mean time that a batch was in converters and transformations.',
    ),
    'buffer-used-bytes': gauge('bytes', 'Memory that records use which wait for Kafka, or for the sink.'),
    'buffer-limit-bytes': gauge('bytes', 'How much they may use.'),
  },
});

/** The metric of the same group that the worker tells and not the task, which may be stuck. */
export const taskAgeMetrics = declareGroup({
  id: 'task-age',
  domain: 'sluice',
  name: 'task-flow-metrics',
  tags: ['connector', 'task'],
  doc: taskFlowMetrics.doc,
  metrics: {
    'metrics-age-seconds': gauge(
      'seconds',
      'How old what is told of the task is: more than 0 while it blocks its thread, or has lost it.',
    ),
  },
});

export const sinkPartitionMetrics = declareGroup({
  id: 'sink-partition',
  domain: 'sluice',
  name: 'sink-partition-metrics',
  tags: ['connector', 'task', 'topic', 'partition'],
  doc: 'The partitions of sink tasks.',
  metrics: {
    'records-lag': gauge('records', 'Offsets between what was put and the end of the partition.'),
    'records-uncommitted': gauge('records', 'Offsets between what is committed and what was put.'),
  },
});

export const threadMetrics = declareGroup({
  id: 'thread',
  domain: 'sluice',
  name: 'task-thread-metrics',
  tags: ['thread'],
  doc: 'The threads that tasks run in.',
  metrics: {
    'task-count': gauge('tasks', 'Tasks in the thread.'),
    'busy-ratio': gauge('share', 'Share of the time since the thread was last asked that it was busy.'),
    'heap-used-bytes': gauge('bytes', 'Memory of the thread’s JavaScript objects.'),
    'heap-limit-bytes': gauge('bytes', 'How much they may take up.'),
    'metrics-age-seconds': gauge('seconds', 'How old what is told of the thread is.'),
  },
});

export const processMetrics = declareGroup({
  id: 'process',
  domain: 'sluice',
  name: 'process-metrics',
  tags: [],
  doc: 'The process of the worker.',
  metrics: {
    'resident-memory-bytes': gauge('bytes', 'Memory that the process takes up.'),
    'cpu-seconds-total': total('seconds', 'CPU time that the process has used.'),
    'start-time-seconds': gauge('seconds', 'When the process started, in seconds of the epoch.'),
  },
});
