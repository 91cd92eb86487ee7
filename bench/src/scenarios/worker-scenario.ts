import type { Properties } from '@sluice/testing-services';
import type { Bar } from '../bars.ts';
import { measureWorker } from '../measure-worker.ts';
import type { MetricName } from '../metrics.ts';
import type { Target } from '../targets/target.ts';
import { workers } from '../workers/all-workers.ts';
import type { WorkerName } from '../workers/all-workers.ts';
import type { WorkerMode } from '../workers/worker-kind.ts';
import type { Payload } from './payload.ts';
import type { Scenario, Stage } from './scenario.ts';

/** What one run moves. */
export interface Job {
  readonly connector: Properties;
  /** Default `standalone`. */
  readonly mode?: WorkerMode;
  /** What the worker needs for it. */
  readonly worker?: Properties;
  /** A folder for `plugin.path` with its connector, for workers in Node. */
  readonly nodePlugins?: string;
  readonly target: Target;
  /** Folders of jars that a Java worker needs for the connector. */
  readonly javaPlugins?: readonly string[];
}

export interface WorkerScenario {
  readonly summary: string;
  readonly metrics: readonly MetricName[];
  readonly bars: readonly Bar[];
  /** What is moved, where that is not for the user to choose. */
  readonly payload?: Payload;
  /**
   * Makes once what all runs read; the function it resolves to makes the job of the run with this name. Without
   * it the worker starts, settles and stops.
   */
  readonly prepare?: (stage: Stage) => Promise<(run: string) => Promise<Job>>;
}

export const transferMetrics: readonly MetricName[] = [
  'recordsPerSecond',
  'cpuMicrosPerRecord',
  'totalSeconds',
  'cpuSeconds',
  'peakRssMib',
  'restReadySeconds',
];

/** Workers that do the same with the same properties, each with fresh state. */
export function workerScenario({ summary, metrics, bars, payload, prepare }: WorkerScenario): Scenario {
  return {
    summary,
    contenders: workers,
    metrics,
    bars,
    prepare: async (given) => {
      const stage = payload === undefined ? given : { ...given, payload };
      const makeJob = await prepare?.(stage);
      return async ({ contender, name }) => {
        const job = await makeJob?.(name);
        const worker = workers[contender as WorkerName];
        const measurements = await measureWorker({ name, worker, stage, job });
        await job?.target.remove();
        return measurements;
      };
    },
  };
}
