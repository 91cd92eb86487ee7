import type { DataError, SinkRecord } from '@sluice/connect-api';
import type { BatchingSettings } from '../config/settings.ts';
import type { Operation } from '../document/operation.ts';
import type { SearchClient } from '../http/search-client.ts';
import { BulkLane } from './bulk-lane.ts';
import { Delivery } from './delivery.ts';
import { laneNumber } from '@sluice/connector-tasks';
import { Signal } from './signal.ts';
import type { WriterCounts } from './writer-counts.ts';

export interface BulkWriterParts {
  readonly client: Pick<SearchClient, 'send'>;
  readonly settings: BatchingSettings;
  readonly counts: WriterCounts;
  /** Told of an operation that is refused for good; it is settled then. */
  readonly onRefused: (kind: 'malformed' | 'conflict', operation: Operation, error: DataError) => void;
}

/**
 * Carries out operations with several requests under way, those on one document one after the other.
 *
 * Requests leave when they are full. One that is not full leaves when no other is under way: so little waits where
 * little comes, and requests grow with what comes.
 */
export class BulkWriter {
  readonly #parts: BulkWriterParts;
  readonly #lanes: readonly BulkLane[];
  readonly #stop = new AbortController();
  readonly #change = new Signal();
  #current = 0;
  #requests = 0;
  #records = 0;
  #bytes = 0;
  #isFlushing = false;
  #linger: NodeJS.Timeout | null = null;
  #failure: { readonly error: unknown } | null = null;

  constructor(parts: BulkWriterParts) {
    this.#parts = parts;
    this.#lanes = Array.from({ length: parts.settings.maxInFlight }, () => new BulkLane(parts.settings));
    parts.counts.buffered = () => ({ records: this.#records, bytes: this.#bytes });
  }

  get isIdle(): boolean {
    return this.#records === 0;
  }

  /** @throws what a request failed with. */
  throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** Takes an operation; false when there is no room for it now. */
  add(operation: Operation): boolean {
    const { maxBufferedRecords, maxBufferedBytes } = this.#parts.settings;
    const isOver = this.#records >= maxBufferedRecords || this.#bytes + operation.bytes > maxBufferedBytes;
    if (isOver && this.#records > 0) {
      this.#sendAll();
      return false;
    }
    const lane = this.#laneFor(operation);
    if (lane === null) return false;
    lane.add(operation);
    this.#records += 1;
    this.#bytes += operation.bytes;
    if (lane.isFull && !lane.isBusy) this.#send(lane);
    else this.#startLingering();
    return true;
  }

  /** Resolves when a request has ended, well or not. */
  changed(signal: AbortSignal): Promise<void> {
    return this.#change.wait(signal);
  }

  /**
   * Sends everything that waits, and waits until all is settled, or one of the requests failed, or for as long as it
   * may take, or until the signal.
   */
  async flush(timeoutMs: number, signal: AbortSignal): Promise<void> {
    const end = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    this.#isFlushing = true;
    try {
      this.#sendAll();
      while (!this.isIdle && this.#failure === null && !end.aborted) await this.#change.wait(end);
    } finally {
      this.#isFlushing = false;
    }
  }

  /** Everything that is not settled. */
  *unsettled(): Generator<SinkRecord> {
    for (const lane of this.#lanes) yield* lane.unsettled();
  }

  /** Ends waiting for another try; requests end with the client. */
  close(): void {
    this.#stop.abort();
    this.#stopLingering();
  }

  /** Operations on one document take one lane; others the one that is being filled, then the next that has room. */
  #laneFor({ identity, bytes }: Operation): BulkLane | null {
    const { length } = this.#lanes;
    if (identity !== null) return this.#withRoom(this.#laneAt(laneNumber(identity, length)), bytes);
    for (let step = 0; step < length; step += 1) {
      const index = (this.#current + step) % length;
      const lane = this.#withRoom(this.#laneAt(index), bytes);
      if (lane === null) continue;
      this.#current = index;
      return lane;
    }
    return null;
  }

  #laneAt(index: number): BulkLane {
    return this.#lanes[index] as BulkLane;
  }

  /** A lane that is free and has something that leaves no room sends that first. */
  #withRoom(lane: BulkLane, bytes: number): BulkLane | null {
    if (lane.hasRoomFor(bytes)) return lane;
    if (lane.isBusy) return null;
    this.#send(lane);
    return lane;
  }

  #sendAll(): void {
    for (const lane of this.#lanes) if (!lane.isBusy && !lane.isEmpty) this.#send(lane);
  }

  #send(lane: BulkLane): void {
    if (this.#failure !== null) return;
    void this.#deliver(lane, lane.begin());
  }

  async #deliver(lane: BulkLane, operations: readonly Operation[]): Promise<void> {
    const { client, settings, counts, onRefused } = this.#parts;
    const settle = (operation: Operation): void => {
      lane.settle(operation);
      this.#records -= 1;
      this.#bytes -= operation.bytes;
    };
    const delivery = new Delivery({
      client,
      maxRetries: settings.maxRetries,
      backoffMs: settings.backoffMs,
      signal: this.#stop.signal,
      listener: {
        requesting: () => {
          this.#requests += 1;
          counts.requests += 1;
        },
        answered: () => (this.#requests -= 1),
        done: (done) => {
          done.forEach(settle);
          counts.documents += done.length;
        },
        refused: (kind, operation, error) => {
          onRefused(kind, operation, error);
          settle(operation);
        },
        retrying: (count, reason) => counts.retried(count, reason),
      },
    });
    try {
      await delivery.deliver(operations);
      lane.end();
    } catch (error) {
      // What is not settled stays so: its offsets are not committed.
      this.#failure ??= { error };
    }
    this.#afterRequest(lane);
  }

  #afterRequest(lane: BulkLane): void {
    if (this.#failure === null) {
      if (lane.isFull || (this.#isFlushing && !lane.isEmpty)) this.#send(lane);
      else if (this.#requests === 0) this.#sendAll();
    }
    this.#change.notify();
  }

  #startLingering(): void {
    if (this.#requests > 0 || this.#linger !== null) return;
    this.#linger = setTimeout(() => {
      this.#linger = null;
      // The end of a request that has begun since sends what waits.
      if (this.#requests === 0) this.#sendAll();
    }, this.#parts.settings.lingerMs);
  }

  #stopLingering(): void {
    if (this.#linger !== null) clearTimeout(this.#linger);
    this.#linger = null;
  }
}
