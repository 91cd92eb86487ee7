import { DataError, type PluginLogger, type RejectedRecord } from '@sluice/connect-api';
import { intoLanes, intoRequests, type OutgoingMetric } from './divide-metrics.ts';
import { LastDelivered } from './last-delivered.ts';
import { formatAnswer, type PatientSender } from './patient-sender.ts';
import { ProtoWriter } from '../message/proto-writer.ts';
import type { RemoteAnswer } from './remote-client.ts';
import type { RemoteWriteConfig } from '../remote-write-config.ts';
import type { WriteCounters } from './write-counters.ts';
import { writeSeries } from '../message/write-request.ts';

export interface DeliveryParts {
  readonly sender: Pick<PatientSender, 'send'>;
  readonly config: Pick<RemoteWriteConfig, 'batch.size' | 'max.in.flight.requests'>;
  readonly counters: WriteCounters;
  readonly log: PluginLogger;
}

/** How Prometheus says that it has a later sample of the series. */
const outOfOrder = /out[ -]of[ -]order/i;

/** Delivers metrics and finds out which of them are refused: Prometheus takes or refuses requests as a whole. */
export class MetricDelivery {
  readonly #parts: DeliveryParts;
  readonly #lastDelivered = new LastDelivered();
  /** Writers of lanes that are not under way. */
  readonly #writers: ProtoWriter[] = [];
  #hasToldOfRepeated = false;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** Resolves, once everything was taken or refused for good, to what was refused. */
  async deliver(metrics: readonly OutgoingMetric[]): Promise<RejectedRecord[]> {
    const { 'batch.size': batchSize, 'max.in.flight.requests': maxLanes } = this.#parts.config;
    const lanes = intoLanes(metrics, { maxLanes, batchSize });
    const rejected: RejectedRecord[] = [];
    // When a lane fails the others must have ended: the same records come again.
    const ends = await Promise.allSettled(
      lanes.map(async (lane) => {
        for (const request of intoRequests(lane, batchSize)) await this.#send(request, rejected);
      }),
    );
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return rejected;
  }

  async #send(metrics: readonly OutgoingMetric[], rejected: RejectedRecord[]): Promise<void> {
    const refusal = await this.#sendAtOnce(metrics);
    const [first] = metrics;
    if (refusal === null || first === undefined) this.#note(metrics);
    else if (metrics.length === 1) this.#refused(first, refusal, rejected);
    else {
      const middle = Math.ceil(metrics.length / 2);
      await this.#send(metrics.slice(0, middle), rejected);
      await this.#send(metrics.slice(middle), rejected);
    }
  }

  async #sendAtOnce(metrics: readonly OutgoingMetric[]): Promise<RemoteAnswer | null> {
    const writer = this.#writers.pop() ?? new ProtoWriter();
    try {
      writer.clear();
      for (const { series } of metrics) for (const one of series) writeSeries(writer, one);
      return await this.#parts.sender.send(writer.bytes());
    } finally {
      this.#writers.push(writer);
    }
  }

  #note(metrics: readonly OutgoingMetric[]): void {
    const { counters } = this.#parts;
    for (const { key, timestampMs, series } of metrics) {
      this.#lastDelivered.note(key, timestampMs);
      counters.samples += series.length;
    }
  }

  /**
   * Nothing later was delivered by this task, and still Prometheus has something later: then it was delivered before this
   * task began, or in a request whose answer was lost.
   */
  #refused(metric: OutgoingMetric, answer: RemoteAnswer, rejected: RejectedRecord[]): void {
    const { counters } = this.#parts;
    const lastMs = this.#lastDelivered.timeOf(metric.key);
    if (outOfOrder.test(answer.message) && (lastMs === null || lastMs <= metric.timestampMs)) {
      counters.repeated += 1;
      this.#tellOfRepeated(metric);
      return;
    }
    counters.refused += 1;
    const at = new Date(metric.timestampMs).toISOString();
    const message = `Prometheus refused ${metric.key} of ${at}: it answered ${formatAnswer(answer)}`;
    rejected.push({ index: metric.index, error: new DataError(message, { code: 'REMOTE_WRITE_REFUSED' }) });
  }

  #tellOfRepeated({ key }: OutgoingMetric): void {
    if (this.#hasToldOfRepeated) return;
    this.#hasToldOfRepeated = true;
    this.#parts.log.warn(
      { series: key },
      'Prometheus has later samples of a series than this task has delivered: such records are taken for delivered before, and counted in remote-write-repeated-total',
    );
  }
}
