import type { GroupSeat, SeatListener } from '@sluice/kafka-client';
import type { ClientProperties } from '../config/client-properties.ts';
import { monotonicMs } from '../timing/monotonic.ts';

/** A sink task's place in its consumer group, told to who can beat for it while its thread is busy. */
export interface TakenSeat {
  readonly seat: GroupSeat;
  /** What the task's consumer is made of. */
  readonly properties: ClientProperties;
  readonly beats: SharedArrayBuffer;
}

/** When the group has heard of a member last, in monotonic milliseconds, in memory that threads share. */
export class Beats {
  readonly memory: SharedArrayBuffer;
  readonly #times: Float64Array;

  constructor(memory = new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#times = new Float64Array(memory);
  }

  /** Of the member itself. */
  get ownMs(): number {
    return this.#times[0] as number;
  }

  set ownMs(atMs: number) {
    this.#times[0] = atMs;
  }

  /** Of somebody who beat for it, or tried to; 0 for nobody. */
  get othersMs(): number {
    return this.#times[1] as number;
  }

  set othersMs(atMs: number) {
    this.#times[1] = atMs;
  }
}

/** Passes on what a consumer made of these properties tells of its place. */
export function tellSeats(
  properties: ClientProperties,
  tell: (taken: TakenSeat | null) => void,
): SeatListener {
  const beats = new Beats();
  let seenMs = beats.othersMs;
  const beat = (): void => void (beats.ownMs = monotonicMs());
  return {
    onBeat: beat,
    onSeat: (seat) => {
      beat();
      tell(seat === null ? null : { seat, properties, beats: beats.memory });
    },
    wasActedFor: () => {
      const { othersMs } = beats;
      const isNew = othersMs !== seenMs;
      seenMs = othersMs;
      return isNew;
    },
  };
}
