import type { TargetState, TaskId } from '../../states.ts';
import { RegisteredMetrics, type PluginSample } from '../plugin/registered-metrics.ts';
import { TaskMeter, type MeterOptions, type TaskSample } from './task-meter.ts';

/** The meters of all tasks of one thread. */
export class TaskMeters {
  readonly #options: MeterOptions;
  readonly #meters = new Set<TaskMeter>();
  readonly #connectors = new Set<RegisteredMetrics>();

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

  /** Where a connector may register metrics. */
  addConnector(connector: string): RegisteredMetrics {
    const metrics = new RegisteredMetrics({ connector }, this.#options);
    this.#connectors.add(metrics);
    return metrics;
  }

  removeConnector(metrics: RegisteredMetrics): void {
    metrics.close();
    this.#connectors.delete(metrics);
  }

  connectorSamples(): PluginSample[] {
    return [...this.#connectors].flatMap((metrics) => metrics.samples());
  }

  samples(): TaskSample[] {
    return [...this.#meters].map((meter) => meter.sample());
  }
}
