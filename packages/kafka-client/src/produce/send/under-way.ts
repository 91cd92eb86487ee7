import type { Shipment } from './produce-request.ts';

/** The batches that are being sent, as far as somebody still waits to hear of them. */
export class UnderWay<T> {
  readonly #deliveryTimeoutMs: number;
  readonly #shipments = new Set<Shipment<T>>();

  constructor(deliveryTimeoutMs: number) {
    this.#deliveryTimeoutMs = deliveryTimeoutMs;
  }

  /** When the next of them has waited for too long, by the monotonic clock. */
  get nextExpiryMs(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const { batch } of this.#shipments) earliest = Math.min(earliest, batch.createdAtMs);
    return earliest + this.#deliveryTimeoutMs;
  }

  add(shipments: readonly Shipment<T>[]): void {
    for (const shipment of shipments) this.#shipments.add(shipment);
  }

  /** Whether somebody still waits to hear what became of it; nobody does from now on. */
  take(shipment: Shipment<T>): boolean {
    return this.#shipments.delete(shipment);
  }

  /** Takes those that have waited for too long. */
  takeExpired(nowMs: number): Shipment<T>[] {
    const expired = [...this.#shipments].filter(
      ({ batch }) => nowMs - batch.createdAtMs >= this.#deliveryTimeoutMs,
    );
    for (const shipment of expired) this.#shipments.delete(shipment);
    return expired;
  }
}
