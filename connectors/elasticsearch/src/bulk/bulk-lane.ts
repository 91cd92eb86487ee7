import type { SinkRecord } from '@sluice/connect-api';
import type { Operation } from '../document/operation.ts';

export interface LaneLimits {
  readonly maxDocuments: number;
  readonly maxBytes: number;
}

/**
 * One of the ways to the server: at most one request is under way on it, and operations leave in the order in which
 * they came. So what belongs to one document always takes the same lane.
 */
export class BulkLane {
  readonly #limits: LaneLimits;
  #waiting: Operation[] = [];
  #waitingBytes = 0;
  readonly #underWay = new Set<Operation>();
  #isBusy = false;

  constructor(limits: LaneLimits) {
    this.#limits = limits;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Whether the next request is as large as it may be. */
  get isFull(): boolean {
    return this.#waiting.length >= this.#limits.maxDocuments || this.#waitingBytes >= this.#limits.maxBytes;
  }

  /** Whether an operation of this size still fits into the next request; one that is too large for any goes alone. */
  hasRoomFor(bytes: number): boolean {
    if (this.isEmpty) return true;
    return !this.isFull && this.#waitingBytes + bytes <= this.#limits.maxBytes;
  }

  add(operation: Operation): void {
    this.#waiting.push(operation);
    this.#waitingBytes += operation.bytes;
  }

  /** Takes what waits, for a request that begins now. */
  begin(): readonly Operation[] {
    const operations = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#isBusy = true;
    for (const operation of operations) this.#underWay.add(operation);
    return operations;
  }

  /** Forgets an operation that is delivered or refused. */
  settle(operation: Operation): void {
    this.#underWay.delete(operation);
  }

  /** The lane is free for the next request. */
  end(): void {
    this.#isBusy = false;
  }

  /** The records of everything that is not settled. */
  *unsettled(): Generator<SinkRecord> {
    for (const { record } of this.#underWay) yield record;
    for (const { record } of this.#waiting) yield record;
  }
}
