import type { PartitionQueue } from '../accumulate/partition-queue.ts';

export interface ReadinessOptions {
  readonly lingerMs: number;
  readonly deliveryTimeoutMs: number;
  readonly maxInFlight: number;
}

/** Decides when the oldest batch of a queue is to be sent. Times are by the monotonic clock. */
export class Readiness {
  readonly #options: ReadinessOptions;
  /** Batches up to this number do not linger. */
  sendThrough = 0;
  /** Whether nothing lingers, for want of memory or time. */
  isHurried = false;

  constructor(options: ReadinessOptions) {
    this.#options = options;
  }

  isReady(queue: PartitionQueue<unknown>, nowMs: number): boolean {
    return queue.inFlight < this.#options.maxInFlight && this.#sendAtMs(queue) <= nowMs;
  }

  isExpired(createdAtMs: number, nowMs: number): boolean {
    return nowMs - createdAtMs >= this.#options.deliveryTimeoutMs;
  }

  /** When the queue has to be looked at again, if nothing else happens. */
  nextDueMs(queue: PartitionQueue<unknown>, nowMs: number): number {
    const [oldest] = queue.batches;
    if (oldest === undefined) return Number.POSITIVE_INFINITY;
    const expiresAtMs = oldest.createdAtMs + this.#options.deliveryTimeoutMs;
    const sendAtMs = this.#sendAtMs(queue);
    return sendAtMs > nowMs ? Math.min(sendAtMs, expiresAtMs) : expiresAtMs;
  }

  #sendAtMs({ batches, notBeforeMs }: PartitionQueue<unknown>): number {
    const [oldest] = batches;
    if (oldest === undefined) return Number.POSITIVE_INFINITY;
    const lingers =
      batches.length === 1 && !this.isHurried && oldest.failures === 0 && oldest.number > this.sendThrough;
    return lingers ? Math.max(notBeforeMs, oldest.createdAtMs + this.#options.lingerMs) : notBeforeMs;
  }
}
