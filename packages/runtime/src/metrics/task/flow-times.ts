import { sampleOf, type GroupSample } from '../declare/metric-declaration.ts';
import { latencyBoundsMs, taskFlowMetrics } from '../groups/own-groups.ts';
import { Latency } from '../statistics/latency.ts';
import { Windowed } from '../statistics/windowed.ts';
import type { MeterOptions } from './task-meter.ts';

export interface Budget {
  readonly usedBytes: number;
  readonly limitBytes: number;
}

/** What the flow of any task reads where it is kept. */
export interface FlowParts {
  /** Which share of a pipeline's time its transformations take. */
  readonly pipeline: { readonly transformShare: number };
  /** `null` when nobody keeps count. */
  readonly budget: () => Budget | null;
}

/** Counts how long records are under way, once a batch. */
export class FlowTimes {
  readonly #parts: FlowParts;
  readonly #pipeline: Windowed;
  readonly #latency: Latency;
  #conversionMs = 0;
  #transformMs = 0;

  constructor(options: MeterOptions, parts: FlowParts) {
    this.#parts = parts;
    this.#pipeline = new Windowed(options.windows);
    this.#latency = new Latency(options.windows, latencyBoundsMs.length);
  }

  /** A batch went through transformations and converters. */
  batchConverted(tookMs: number, nowMs: number): void {
    const transformMs = tookMs * this.#parts.pipeline.transformShare;
    this.#transformMs += transformMs;
    this.#conversionMs += tookMs - transformMs;
    this.#pipeline.record(tookMs, nowMs);
  }

  /** Records arrived now; `stampOf` tells when each was stamped. */
  arrived<T>(batch: readonly T[], stampOf: (record: T) => number | null, nowMs: number): void {
    this.#latency.record(batch, stampOf, { epochMs: Date.now(), nowMs });
  }

  group(tags: readonly string[], nowMs: number): GroupSample {
    const budget = this.#parts.budget();
    return sampleOf(taskFlowMetrics, tags, {
      'end-to-end-latency-ms': this.#latency.histogram(),
      'end-to-end-latency-max-ms': this.#latency.maxMs(nowMs),
      'end-to-end-latency-avg-ms': this.#latency.avgMs(nowMs),
      'conversion-time-ms-total': this.#conversionMs,
      'transform-time-ms-total': this.#transformMs,
      'pipeline-time-max-ms': this.#pipeline.max(nowMs),
      'pipeline-time-avg-ms': this.#pipeline.avg(nowMs),
      'buffer-used-bytes': budget?.usedBytes ?? null,
      'buffer-limit-bytes': budget?.limitBytes ?? null,
    });
  }
}
