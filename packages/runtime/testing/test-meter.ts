import { defaultWindows } from '../src/metrics/statistics/window-options.ts';
import { TaskMeter } from '../src/metrics/task/task-meter.ts';

/** The meter of the task 0 of a connector `c`. */
export function testMeter(nowMs: () => number = () => performance.now()): TaskMeter {
  return new TaskMeter({ connector: 'c', task: 0 }, 'STARTED', { windows: defaultWindows, nowMs });
}
