/** What a text can say of an instant. Months count from 1, weekdays from Sunday, 1. */
export type CalendarField =
  | 'era'
  | 'year'
  | 'weekYear'
  | 'month'
  | 'day'
  | 'dayOfYear'
  | 'weekOfYear'
  | 'weekOfMonth'
  | 'weekdayInMonth'
  | 'weekday'
  | 'halfDay'
  | 'hour'
  | 'hourOfHalfDay'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'zoneOffsetMs';

interface Entry {
  readonly value: number;
  /** Fields that were set later have greater stamps. */
  readonly stamp: number;
}

/** The fields that were read from a text, the order in which they were included. */
export class ParsedFields {
  /** Whether a year of two digits may be either the first of its hundred years or the one after the last. */
  hasEdgeYear = false;
  readonly #entries = new Map<CalendarField, Entry>();
  #stamp = 0;

  set(field: CalendarField, value: number): void {
    this.#stamp += 1;
    this.#entries.set(field, { value, stamp: this.#stamp });
  }

  /** Adds years to what was read as years. */
  addYears(count: number): void {
    for (const field of ['year', 'weekYear'] as const) {
      const entry = this.#entries.get(field);
      if (entry !== undefined) this.#entries.set(field, { ...entry, value: entry.value + count });
    }
  }

  get(field: CalendarField, otherwise: number): number {
    return this.#entries.get(field)?.value ?? otherwise;
  }

  /** 0 when it was not set. */
  stampOf(field: CalendarField): number {
    return this.#entries.get(field)?.stamp ?? 0;
  }
}
