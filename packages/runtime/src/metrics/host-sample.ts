import type { GroupSample } from './declare/metric-declaration.ts';
import type { PluginSample } from './plugin/registered-metrics.ts';
import type { TaskSample } from './task/task-meter.ts';

/** What is told of a task, and how old that is. */
export interface AgedTaskSample {
  readonly sample: TaskSample;
  /** 0 when the task told it just now. */
  readonly ageMs: number;
}

/** What a host knows of its tasks and threads. */
export interface HostSample {
  readonly tasks: readonly AgedTaskSample[];
  readonly threads: readonly GroupSample[];
  /** What connectors have registered. */
  readonly plugins: readonly PluginSample[];
}
