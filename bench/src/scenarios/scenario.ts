import type { KafkaCluster } from '@sluice/testing-services';
import type { Bar } from '../bars.ts';
import type { ClientName } from '../clients/all-clients.ts';
import type { Measurements, MetricName } from '../metrics.ts';
import type { WorkerName } from '../workers/all-workers.ts';
import type { Payload } from './payload.ts';

export interface Stage {
  readonly kafka: KafkaCluster;
  /** For input and output, shared by all runs. */
  readonly folder: string;
  readonly records: number;
  readonly payload: Payload;
  /** Has something done when all runs of the scenario are over, such as ending a service. */
  readonly atEnd: (end: () => Promise<void>) => void;
}

/** A worker, a client, or what a sink is measured against. */
export type ContenderName = WorkerName | ClientName | 'bulk-loop';

/** One run of one contender. */
export interface Run {
  readonly contender: ContenderName;
  /** Unlike that of any other run. */
  readonly name: string;
}

export type MeasureRun = (run: Run) => Promise<Measurements>;

export interface Scenario {
  readonly summary: string;
  /** Those who can take part, by the names that results use. */
  readonly contenders: Readonly<Partial<Record<ContenderName, { readonly title: string }>>>;
  /** In the order in which they are shown. */
  readonly metrics: readonly MetricName[];
  readonly bars: readonly Bar[];
  /** Makes once what all runs read. */
  prepare(stage: Stage): Promise<MeasureRun>;
}

export const recordBytes = 100;
