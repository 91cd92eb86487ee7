import type { MetricGroup } from '../declare/metric-declaration.ts';
import { restartMetrics, taskHealthMetrics } from './care-groups.ts';
import {
  processMetrics,
  sinkPartitionMetrics,
  taskAgeMetrics,
  taskFlowMetrics,
  threadMetrics,
} from './own-groups.ts';
import {
  connectorTaskMetrics,
  connectorTaskStatus,
  predicateMetrics,
  sinkTaskMetrics,
  sourceTaskMetrics,
  taskErrorMetrics,
  transformMetrics,
} from './task-groups.ts';
import {
  appInfo,
  connectorMetrics,
  connectorTaskCounts,
  metricsCount,
  rebalanceMetrics,
  workerMetrics,
} from './worker-groups.ts';

/** Every group of metrics that is declared, in the order in which they are shown. */
export const metricGroups: readonly MetricGroup[] = [
  workerMetrics,
  connectorTaskCounts,
  rebalanceMetrics,
  connectorMetrics,
  connectorTaskStatus,
  connectorTaskMetrics,
  sourceTaskMetrics,
  sinkTaskMetrics,
  taskErrorMetrics,
  transformMetrics,
  predicateMetrics,
  appInfo,
  metricsCount,
  taskFlowMetrics,
  taskAgeMetrics,
  sinkPartitionMetrics,
  taskHealthMetrics,
  restartMetrics,
  threadMetrics,
  processMetrics,
];
