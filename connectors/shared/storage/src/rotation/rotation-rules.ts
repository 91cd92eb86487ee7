import type { TimeZone } from '../partitioners/time-zone.ts';
import { nextScheduledMs } from './next-scheduled.ts';

export interface RotationOptions {
  readonly flushSize: number;
  /** -1 for never, like the others. */
  readonly flushBytes: number;
  readonly intervalMs: number;
  readonly scheduleIntervalMs: number;
  readonly idleIntervalMs: number;
  readonly zone: TimeZone;
}

/** What is known of the files that are open. */
export interface Filled {
  readonly count: number;
  readonly rawBytes: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** The time of the first record, where records have one. */
  readonly firstTimeMs: number | null;
  readonly scheduledMs: number;
}

/** When files are completed. Pure: the clock is a parameter. */
export class RotationRules {
  readonly #options: RotationOptions;

  constructor(options: RotationOptions) {
    this.#options = options;
  }

  get needsBytes(): boolean {
    return this.#options.flushBytes > 0;
  }

  scheduledAfter(nowMs: number): number {
    const { scheduleIntervalMs, zone } = this.#options;
    return scheduleIntervalMs > 0
      ? nextScheduledMs(nowMs, scheduleIntervalMs, zone)
      : Number.POSITIVE_INFINITY;
  }

  /** Whether the files are full. */
  isFull({ count, rawBytes }: Pick<Filled, 'count' | 'rawBytes'>): boolean {
    const { flushSize, flushBytes } = this.#options;
    return count >= flushSize || (flushBytes > 0 && rawBytes >= flushBytes);
  }

  /** Whether a record of this time has to go into other files than the first. */
  isBeyond(firstTimeMs: number, timeMs: number): boolean {
    const { intervalMs } = this.#options;
    return intervalMs > 0 && timeMs - firstTimeMs >= intervalMs;
  }

  /** When the clock alone completes the files. */
  deadlineMs({ firstMs, lastMs, firstTimeMs, scheduledMs }: Filled): number {
    const { intervalMs, idleIntervalMs } = this.#options;
    const byAge = intervalMs > 0 && firstTimeMs === null ? firstMs + intervalMs : Number.POSITIVE_INFINITY;
    const idleMs = idleIntervalMs > 0 ? idleIntervalMs : intervalMs;
    const byIdleness = idleMs > 0 ? lastMs + idleMs : Number.POSITIVE_INFINITY;
    return Math.min(byAge, byIdleness, scheduledMs);
  }
}
