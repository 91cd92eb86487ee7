import {
  isDataError,
  type RejectedRecord,
  type SinkRecord,
  type SinkTask,
  type SinkTaskContext,
} from '@sluice/connect-api';
import { reportRejected } from '@sluice/connector-tasks';
import { seriesText } from '../records/metric.ts';
import type { OutgoingMetric } from './delivery/divide-metrics.ts';
import { externalLabelsOf } from './external-labels.ts';
import { MetricDelivery } from './delivery/metric-delivery.ts';
import { PatientSender } from './delivery/patient-sender.ts';
import { metricOf } from './record/recorded-metric.ts';
import { RemoteClient } from './delivery/remote-client.ts';
import type { RemoteWriteConfig } from './remote-write-config.ts';
import { WriteCounters } from './delivery/write-counters.ts';
import { seriesOf, type SeriesOptions } from './message/written-series.ts';

/** After a crash, what was delivered since the last commit comes again: little, when commits are so near to each other. */
const commitEveryMs = 1000;

/** Writes metrics into Prometheus. What `put` was given has been taken when it returns: there is nothing to flush. */
export class RemoteWriteTask implements SinkTask {
  readonly #config: RemoteWriteConfig;
  readonly #context: SinkTaskContext;
  readonly #series: SeriesOptions;
  readonly #counters = new WriteCounters();
  #client: RemoteClient | null = null;
  #sender: PatientSender | null = null;
  #delivery: MetricDelivery | null = null;
  #commitDueMs = 0;

  constructor(config: RemoteWriteConfig, context: SinkTaskContext) {
    this.#config = config;
    this.#context = context;
    this.#series = {
      externalLabels: externalLabelsOf(config['external.labels']),
      bounds: config['bounds.format'],
      sendsExemplars: config['send.exemplars'],
    };
  }

  async start(): Promise<void> {
    const { metrics, signal, log } = this.#context;
    const counters = this.#counters;
    counters.register(metrics);
    this.#client = await RemoteClient.open(this.#config);
    const sender = new PatientSender({ client: this.#client, config: this.#config, counters, signal, log });
    this.#sender = sender;
    this.#delivery = new MetricDelivery({ sender, config: this.#config, counters, log });
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    if (records.length === 0) return;
    if (this.#delivery === null) throw new Error('the task was not started');
    const rejected: RejectedRecord[] = [];
    const metrics = records.map((record, index) => this.#outgoing(record, index, rejected));
    rejected.push(...(await this.#delivery.deliver(metrics.filter((metric) => metric !== null))));
    this.#requestCommit();
    await reportRejected(this.#context.errantRecordReporter, records, rejected);
  }

  stop(): void {
    this.#sender?.close();
    this.#client?.close();
  }

  #outgoing(record: SinkRecord, index: number, rejected: RejectedRecord[]): OutgoingMetric | null {
    try {
      const timed = metricOf(record);
      const key = seriesText(timed.metric.name, timed.metric.labels);
      return { index, key, timestampMs: timed.timestampMs, series: seriesOf(timed, this.#series) };
    } catch (error) {
      if (!isDataError(error)) throw error;
      this.#counters.refused += 1;
      rejected.push({ index, error });
      return null;
    }
  }

  #requestCommit(): void {
    const nowMs = performance.now();
    if (nowMs < this.#commitDueMs) return;
    this.#commitDueMs = nowMs + commitEveryMs;
    this.#context.requestCommit();
  }
}
