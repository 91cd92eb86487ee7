import type { KafkaCluster, Properties } from '@sluice/testing-services';
import type { MetricName } from '../metrics.ts';
import type { Target } from '../targets/target.ts';
import type { Payload } from './payload.ts';

export interface Stage {
  readonly kafka: KafkaCluster;
  /** For input and output, shared by all runs. */
  readonly folder: string;
  readonly records: number;
  readonly payload: Payload;
}

/** What one run moves. */
export interface Job {
  readonly connector: Properties;
  readonly target: Target;
}

export interface Scenario {
  readonly summary: string;
  /** In the order in which they are shown. */
  readonly metrics: readonly MetricName[];
  /**
   * Makes once what all runs read; the function it resolves to makes the job of the run with this name. Without
   * it the worker starts, settles and stops.
   */
  readonly prepare?: (stage: Stage) => Promise<(run: string) => Promise<Job>>;
}

export const recordBytes = 100;

export const transferMetrics: readonly MetricName[] = [
  'recordsPerSecond',
  'cpuMicrosPerRecord',
  'totalSeconds',
  'cpuSeconds',
  'peakRssMib',
  'restReadySeconds',
];
