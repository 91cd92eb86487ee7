const slotMs = 15 * 60_000;
const dayMs = 24 * 3_600_000;

/** What a wall clock shows in a zone. */
export class TimeZone {
  readonly id: string;
  readonly #format: Intl.DateTimeFormat;
  #slot = Number.NaN;
  #slotOffsetMs = 0;

  /** @throws RangeError when there is no such zone. */
  constructor(id: string) {
    this.id = id;
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: id,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** What is added to an instant to get what the clock shows, as if that were UTC. */
  offsetMs(instantMs: number): number {
    const slot = Math.floor(instantMs / slotMs);
    if (slot === this.#slot) return this.#slotOffsetMs;
    const first = this.#offsetAt(slot * slotMs);
    if (first !== this.#offsetAt((slot + 1) * slotMs - 1)) return this.#offsetAt(instantMs);
    this.#slot = slot;
    this.#slotOffsetMs = first;
    return first;
  }

  toLocal(instantMs: number): number {
    return instantMs + this.offsetMs(instantMs);
  }

  /** The instant at which the clock shows this; the first where it shows it twice, the next one where it never does. */
  fromLocal(localMs: number): number {
    const before = this.offsetMs(localMs - dayMs);
    const after = this.offsetMs(localMs + dayMs);
    const early = localMs - Math.max(before, after);
    if (this.toLocal(early) === localMs) return early;
    const late = localMs - Math.min(before, after);
    return late;
  }

  startOfDay(instantMs: number): number {
    const local = this.toLocal(instantMs);
    return this.fromLocal(Math.floor(local / dayMs) * dayMs);
  }

  #offsetAt(instantMs: number): number {
    const whole = Math.floor(instantMs / 1000) * 1000;
    const parts: Record<string, string> = {};
    for (const { type, value } of this.#format.formatToParts(whole)) parts[type] = value;
    const given = Number(parts['year']);
    const year = parts['era'] === 'BC' ? 1 - given : given;
    const shown = new Date(0);
    shown.setUTCFullYear(year, Number(parts['month']) - 1, Number(parts['day']));
    shown.setUTCHours(Number(parts['hour']), Number(parts['minute']), Number(parts['second']));
    return shown.getTime() - whole;
  }
}
