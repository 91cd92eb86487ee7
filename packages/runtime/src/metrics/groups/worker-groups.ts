import { avg, declareGroup, fraction, gauge, max, text, total } from '../declare/metric-declaration.ts';

export const workerMetrics = declareGroup({
  id: 'worker',
  domain: 'kafka.connect',
  name: 'connect-worker-metrics',
  tags: [],
  doc: 'The worker as a whole.',
  metrics: {
    'connector-count': gauge('connectors', 'Connectors that the worker has, failed ones included.'),
    'task-count': gauge('tasks', 'Tasks that the worker has, failed ones included.'),
    'connector-startup-attempts-total': total('attempts', 'Connectors that were to start.'),
    'connector-startup-success-total': total('attempts', 'Connectors that came to run.'),
    'connector-startup-failure-total': total('attempts', 'Connectors that failed before they ran.'),
    'connector-startup-success-percentage': fraction('Share of the connectors to start that came to run.'),
    'connector-startup-failure-percentage': fraction('Share of the connectors to start that failed first.'),
    'task-startup-attempts-total': total('attempts', 'Tasks that were to start.'),
    'task-startup-success-total': total('attempts', 'Tasks that came to run.'),
    'task-startup-failure-total': total('attempts', 'Tasks that failed before they ran.'),
    'task-startup-success-percentage': fraction('Share of the tasks to start that came to run.'),
    'task-startup-failure-percentage': fraction('Share of the tasks to start that failed first.'),
  },
});

export const connectorTaskCounts = declareGroup({
  id: 'connector-tasks',
  domain: 'kafka.connect',
  name: 'connect-worker-metrics',
  tags: ['connector'],
  doc: 'The tasks that the worker has of a connector, while it has any.',
  metrics: {
    'connector-total-task-count': gauge('tasks', 'Tasks of the connector.'),
    'connector-running-task-count': gauge('tasks', 'Tasks of the connector that run.'),
    'connector-paused-task-count': gauge('tasks', 'Tasks of the connector that are paused.'),
    'connector-failed-task-count': gauge('tasks', 'Tasks of the connector that have failed.'),
    'connector-unassigned-task-count': gauge('tasks', 'Tasks of the connector that have not started yet.'),
    'connector-destroyed-task-count': gauge('tasks', 'Tasks of the connector that are gone; always 0.'),
    'connector-restarting-task-count': gauge('tasks', 'Tasks of the connector that are restarted.'),
  },
});

export const connectorMetrics = declareGroup({
  id: 'connector',
  domain: 'kafka.connect',
  name: 'connector-metrics',
  tags: ['connector'],
  doc: 'The connectors that the worker has.',
  metrics: {
    status: text('State of the connector: unassigned, running, paused, stopped, failed or restarting.'),
    'connector-type': text('`source` or `sink`; `unknown` when its class cannot be loaded.'),
    'connector-class': text('Class of the connector.'),
    'connector-version': text('Version of the connector.'),
  },
});

export const rebalanceMetrics = declareGroup({
  id: 'rebalance',
  domain: 'kafka.connect',
  name: 'connect-worker-rebalance-metrics',
  tags: [],
  doc: 'The group of workers; not of a worker that stands alone.',
  metrics: {
    'connect-protocol': text('How the group divides its work: `EAGER`, `COMPATIBLE` or `SESSIONED`.'),
    'leader-name': text('REST address of the worker that leads the group.'),
    epoch: gauge('none', 'Generation of the group.'),
    'completed-rebalances-total': total('rebalances', 'Rebalances that were come through.'),
    rebalancing: gauge('none', '1 during a rebalance, else 0.'),
    'rebalance-max-time-ms': max('milliseconds', 'Longest time that a rebalance took.'),
    'rebalance-avg-time-ms': avg('milliseconds', 'Mean time that rebalances took.'),
    'time-since-last-rebalance-ms': gauge(
      'milliseconds',
      'Time since the last rebalance; infinite before it.',
    ),
  },
});

/** As Java has it under the domain alone; the application's own name is in no tag. */
export const appInfo = declareGroup({
  id: 'app-info',
  domain: 'kafka.connect',
  name: 'app-info',
  tags: [],
  doc: 'What runs.',
  metrics: {
    version: text('Version of Kafka Connect that the worker stands in for.'),
    'commit-id': text('Commit of that version.'),
    'start-time-ms': gauge('epoch milliseconds', 'When the worker started.'),
  },
});

export const metricsCount = declareGroup({
  id: 'metrics-count',
  domain: 'kafka.connect',
  name: 'kafka-metrics-count',
  tags: [],
  doc: 'The metrics themselves.',
  metrics: { count: gauge('metrics', 'How many values of Kafka Connect’s own metrics there are.') },
});
