import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { PluginSample } from '../plugin/registered-metrics.ts';
import type { TaskSample } from './task-meter.ts';

/** What a thread tells of its tasks and of itself. */
export interface ThreadSample {
  readonly tasks: readonly TaskSample[];
  /** Of connectors; those of tasks are with the tasks. */
  readonly plugins: readonly PluginSample[];
  /** Share of the time since it was last asked that it was busy. */
  readonly busyRatio: number;
  readonly heapUsedBytes: number;
  readonly heapLimitBytes: number;
}

/** Watches the thread that it is made in. */
export class ThreadWatch {
  #last: EventLoopUtilization = performance.eventLoopUtilization();

  sample(told: Pick<ThreadSample, 'tasks' | 'plugins'>): ThreadSample {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.#last);
    this.#last = now;
    const { used_heap_size: heapUsedBytes, heap_size_limit: heapLimitBytes } = getHeapStatistics();
    return { ...told, busyRatio: utilization, heapUsedBytes, heapLimitBytes };
  }
}
