import type { TargetState, TaskId } from '../../states.ts';
import { TaskMeter, type MeterOptions, type TaskSample } from './task-meter.ts';

/** The meters of all tasks of one thread. */
export class TaskMeters {
  readonly #options: MeterOptions;
  readonly #meters = new Set<TaskMeter>();

  constructor(options: MeterOptions) {
    this.#options = options;
  }

  add(id: TaskId, target: TargetState): TaskMeter {
    const meter = new TaskMeter(id, target, this.#options);
    this.#meters.add(meter);
    return meter;
  }

  remove(meter: TaskMeter): void {
    this.#meters.delete(meter);
  }

  samples(): TaskSample[] {
    return [...this.#meters].map((meter) => meter.sample());
  }
}
