import type { EventReceiver, EventStage, LogEvent } from './event.ts';

/** What a container runtime wrote around a part of a line. */
interface WrappedPart {
  readonly text: string;
  readonly timestampMs: number | null;
  readonly stream: string;
  /** The line goes on in the next part of this stream. */
  readonly isPartial: boolean;
}

/** @returns `null` where the line is not of the format. */
export type Unwrap = (line: string) => WrappedPart | null;

const criLine = /^(\S+) (stdout|stderr) ([A-Z]+(?::[A-Z]+)*) (.*)$/s;

/** `2026-11-27T10:15:30.123456789Z stdout F text`, with P in place of F where the line goes on. */
export const unwrapCri: Unwrap = (line) => {
  const [, time, stream, tags, text] = criLine.exec(line) ?? [];
  const timestampMs = Date.parse(time ?? '');
  if (stream === undefined || tags === undefined || text === undefined || Number.isNaN(timestampMs))
    return null;
  return { text, timestampMs, stream, isPartial: tags.split(':').includes('P') };
};

/** `{"log":"text\n","stream":"stdout","time":"…"}`; a line that goes on has no line feed at its end. */
export const unwrapDocker: Unwrap = (line) => {
  const { log, stream, time } = objectIn(line);
  if (typeof log !== 'string') return null;
  const timestampMs = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  const isPartial = !log.endsWith('\n');
  return {
    text: isPartial ? log : log.slice(0, log.endsWith('\r\n') ? -2 : -1),
    timestampMs: Number.isNaN(timestampMs) ? null : timestampMs,
    stream: typeof stream === 'string' ? stream : 'stdout',
    isPartial,
  };
};

function objectIn(line: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(line)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

export interface ContainerLineOptions {
  readonly unwrap: Unwrap;
  readonly next: EventReceiver;
  /** A line is not of the format; it is handed on as it is. */
  readonly onMismatch: (event: LogEvent) => void;
  /** How many characters the parts of a line may have together. */
  readonly maxChars: number;
  readonly nowMs: () => number;
}

/** Takes off what container runtimes wrap around lines, and puts the parts of a line together, stream by stream. */
export class ContainerLines implements EventStage {
  readonly #options: ContainerLineOptions;
  readonly #open = new Map<string, LogEvent>();
  #sinceMs: number | null = null;

  constructor(options: ContainerLineOptions) {
    this.#options = options;
  }

  get waitingSinceMs(): number | null {
    return this.#sinceMs;
  }

  line(event: LogEvent): void {
    const { unwrap, next, onMismatch, maxChars, nowMs } = this.#options;
    const part = unwrap(event.text);
    if (part === null) return onMismatch(event);
    const { stream } = part;
    const begun = this.#open.get(stream);
    const whole = {
      text: (begun?.text ?? '') + part.text,
      after: event.after,
      timestampMs: begun?.timestampMs ?? part.timestampMs,
      stream,
    };
    if (part.isPartial && whole.text.length < maxChars) {
      this.#open.set(stream, whole);
      this.#sinceMs = nowMs();
      return;
    }
    this.#open.delete(stream);
    if (this.#open.size === 0) this.#sinceMs = null;
    next(whole);
  }

  flush(): void {
    const events = [...this.#open.values()];
    this.#open.clear();
    this.#sinceMs = null;
    for (const event of events) this.#options.next(event);
  }
}
