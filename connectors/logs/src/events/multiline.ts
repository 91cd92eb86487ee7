import type { EventReceiver, EventStage, LogEvent } from './event.ts';

export interface MultilineOptions {
  /** Tells whether a line belongs to the one before. */
  readonly isContinued: (line: string) => boolean;
  readonly maxLines: number;
  readonly nowMs: () => number;
}

/** Puts the lines together that belong together. */
export class Multiline implements EventStage {
  readonly #options: MultilineOptions;
  readonly #next: EventReceiver;
  #first: LogEvent | null = null;
  #last: LogEvent | null = null;
  #lines: string[] = [];
  #sinceMs: number | null = null;

  constructor(options: MultilineOptions, next: EventReceiver) {
    this.#options = options;
    this.#next = next;
  }

  get waitingSinceMs(): number | null {
    return this.#sinceMs;
  }

  line(event: LogEvent): void {
    const { isContinued, maxLines, nowMs } = this.#options;
    if (!isContinued(event.text)) this.flush();
    this.#first ??= event;
    this.#last = event;
    this.#lines.push(event.text);
    this.#sinceMs = nowMs();
    if (this.#lines.length >= maxLines) this.flush();
  }

  flush(): void {
    if (this.#first === null || this.#last === null) return;
    const event = { ...this.#first, text: this.#lines.join('\n'), after: this.#last.after };
    this.#first = null;
    this.#last = null;
    this.#lines = [];
    this.#sinceMs = null;
    this.#next(event);
  }
}

/** By the keys of the configuration; `null` where each line is an event. */
export function continuation(
  start: string | null,
  continued: string | null,
): ((line: string) => boolean) | null {
  if (start === null && continued === null) return null;
  const begins = start === null ? null : new RegExp(start, 'u');
  const continues = continued === null ? null : new RegExp(continued, 'u');
  return (line) => continues?.test(line) === true || (begins !== null && !begins.test(line));
}
