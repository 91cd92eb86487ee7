import { sampleOf, type GroupSample } from '../metrics/declare/metric-declaration.ts';
import { threadMetrics } from '../metrics/groups/own-groups.ts';
import type { ThreadSample } from '../metrics/task/thread-sample.ts';

interface ThreadFigures extends Omit<ThreadSample, 'tasks' | 'plugins'> {
  readonly taskCount: number;
  readonly ageMs: number;
}

/** The metrics of a thread. */
export function threadGroup(name: string, figures: ThreadFigures): GroupSample {
  return sampleOf(threadMetrics, [name], {
    'task-count': figures.taskCount,
    'busy-ratio': figures.busyRatio,
    'heap-used-bytes': figures.heapUsedBytes,
    'heap-limit-bytes': figures.heapLimitBytes,
    'metrics-age-seconds': figures.ageMs / 1000,
  });
}
