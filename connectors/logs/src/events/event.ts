import type { Place } from '../follow/place.ts';

/** One entry of a log: a line, or the lines that belong together. */
export interface LogEvent {
  readonly text: string;
  /** Where to read on after it. */
  readonly after: Place;
  /** When it was written, where the line says so; `null` where not. */
  readonly timestampMs: number | null;
  /** `stdout` or `stderr`, of containers. */
  readonly stream: string | null;
}

export type EventReceiver = (event: LogEvent) => void;

/** Makes events of lines. */
export interface EventStage {
  line(event: LogEvent): void;
  /** Hands over what it has kept: nothing will be added to it. */
  flush(): void;
  /** Since when it has kept something, in milliseconds of `performance.now`; `null` where it has kept nothing. */
  readonly waitingSinceMs: number | null;
}
