import { monotonicMs } from '../../../timing/monotonic.ts';
import type { TakenSeat } from '../../taken-seat.ts';
import { KeptSeat, type KeptSeatParts } from './kept-seat.ts';

const tickMs = 250;

/**
 * Keeps the places that the sink tasks of one thread have in their consumer groups, from outside of that thread: while
 * it is too busy for heartbeats they are sent from here, and when it is gone the groups are told at once.
 */
export class SeatKeeper {
  readonly #parts: KeptSeatParts;
  readonly #seats = new Map<string, KeptSeat>();
  #timer: NodeJS.Timeout | undefined;
  #givingUp: Promise<void> | null = null;

  constructor(parts: KeptSeatParts) {
    this.#parts = parts;
  }

  /** @param taken - `null` when the resident with this key is in no group. */
  take(key: string, taken: TakenSeat | null): void {
    if (this.#givingUp !== null) return;
    const known = this.#seats.get(key);
    if (taken === null) this.#forget(key);
    else if (known === undefined) this.#seats.set(key, new KeptSeat(taken, this.#parts));
    else known.replace(taken);
    this.#watch();
  }

  /** The thread is gone, and with it all members that are still in a group. */
  giveUp(reason: string): Promise<void> {
    this.#givingUp ??= this.#leaveAll(reason);
    return this.#givingUp;
  }

  async #leaveAll(reason: string): Promise<void> {
    clearInterval(this.#timer);
    const seats = [...this.#seats.values()];
    this.#seats.clear();
    await Promise.all(seats.map((seat) => seat.leave(reason).finally(() => seat.close())));
  }

  #forget(key: string): void {
    this.#seats.get(key)?.close();
    this.#seats.delete(key);
  }

  #watch(): void {
    if (this.#seats.size > 0 && this.#timer !== undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#seats.size === 0) return;
    this.#timer = setInterval(() => this.#tick(), tickMs);
    this.#timer.unref();
  }

  #tick(): void {
    const nowMs = monotonicMs();
    for (const seat of this.#seats.values()) seat.tick(nowMs);
  }
}
