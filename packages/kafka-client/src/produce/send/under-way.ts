import type { Shipment } from './produce-request.ts';

/**
 * The batches that are being sent, as far as somebody still waits to hear of them. They are kept by request, in an array:
 * a set that many things go through leaves a chain of old tables behind, each of which keeps the batches alive that were
 * in it, until the next full garbage collection.
 */
export class UnderWay<T> {
  readonly #deliveryTimeoutMs: number;
  readonly #requests: (readonly Shipment<T>[])[] = [];

  constructor(deliveryTimeoutMs: number) {
    this.#deliveryTimeoutMs = deliveryTimeoutMs;
  }

  /** When the next of them has waited for too long, by the monotonic clock. */
  get nextExpiryMs(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const shipments of this.#requests) {
      for (const { batch } of shipments) {
        if (batch.isUnderWay) earliest = Math.min(earliest, batch.createdAtMs);
      }
    }
    return earliest + this.#deliveryTimeoutMs;
  }

  /** The batches of one request leave. */
  add(shipments: readonly Shipment<T>[]): void {
    for (const { batch } of shipments) batch.isUnderWay = true;
    this.#requests.push(shipments);
  }

  /** The request has ended; `take` says for each of its batches whether that still matters. */
  ended(shipments: readonly Shipment<T>[]): void {
    const index = this.#requests.indexOf(shipments);
    if (index >= 0) this.#requests.splice(index, 1);
  }

  /** Whether somebody still waits to hear what became of it; nobody does from now on. */
  take({ batch }: Shipment<T>): boolean {
    const { isUnderWay } = batch;
    batch.isUnderWay = false;
    return isUnderWay;
  }

  /** Takes those that have waited for too long. */
  takeExpired(nowMs: number): Shipment<T>[] {
    const isExpired = ({ batch }: Shipment<T>): boolean =>
      batch.isUnderWay && nowMs - batch.createdAtMs >= this.#deliveryTimeoutMs;
    const expired = this.#requests.flatMap((shipments) => shipments.filter(isExpired));
    for (const shipment of expired) this.take(shipment);
    return expired;
  }
}
