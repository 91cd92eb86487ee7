import { timerMs } from '../timing/delay.ts';

/** A request whose response is awaited. */
export interface PendingRequest {
  readonly apiName: string;
  readonly correlationId: number;
  /** By the monotonic clock. */
  readonly deadlineMs: number;
  /** Reads the response; throws where it is malformed. */
  complete(message: Buffer): void;
  fail(error: Error): void;
}

/** The requests of a connection in the order they were sent, with one timer for all their deadlines. */
export class PendingRequests {
  readonly #onTimeout: (request: PendingRequest) => void;
  #queue: PendingRequest[] = [];
  #timer: NodeJS.Timeout | undefined;
  #timerDueMs = Number.POSITIVE_INFINITY;

  constructor(onTimeout: (request: PendingRequest) => void) {
    this.#onTimeout = onTimeout;
  }

  get size(): number {
    return this.#queue.length;
  }

  /** When the last of them is late, by the monotonic clock; `now` where there are none. */
  lastDeadlineMs(nowMs: number): number {
    return this.#queue.reduce((latest, { deadlineMs }) => Math.max(latest, deadlineMs), nowMs);
  }

  push(request: PendingRequest): void {
    this.#queue.push(request);
    if (request.deadlineMs < this.#timerDueMs) this.#arm(request.deadlineMs);
  }

  /** The oldest one: brokers answer in order. */
  shift(): PendingRequest | undefined {
    return this.#queue.shift();
  }

  failAll(toError: (request: PendingRequest) => Error): void {
    const failed = this.#queue;
    this.#queue = [];
    this.#disarm();
    for (const request of failed) request.fail(toError(request));
  }

  #arm(dueMs: number): void {
    clearTimeout(this.#timer);
    this.#timerDueMs = dueMs;
    this.#timer = setTimeout(() => this.#check(), timerMs(dueMs - performance.now()));
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timerDueMs = Number.POSITIVE_INFINITY;
  }

  // The timer may be that of a request answered long ago: it is not touched with every response.
  #check(): void {
    this.#timerDueMs = Number.POSITIVE_INFINITY;
    const now = performance.now();
    const late = this.#queue.find((request) => request.deadlineMs <= now);
    if (late !== undefined) return this.#onTimeout(late);
    const next = this.#queue.reduce((least, { deadlineMs }) => Math.min(least, deadlineMs), Infinity);
    if (next < Infinity) this.#arm(next);
  }
}
