import type { GroupSeat, SeatListener } from './group-seat.ts';

/** Tells of a seat when it is another than was told before. */
export class SeatTeller {
  readonly #listener: SeatListener;
  #told = JSON.stringify(null);

  constructor(listener: SeatListener) {
    this.#listener = listener;
  }

  tell(seat: GroupSeat | null): void {
    const text = JSON.stringify(seat);
    if (text === this.#told) return;
    this.#told = text;
    this.#listener.onSeat(seat);
  }
}
