import type { WorkLine } from './work-lines.ts';

export interface LogTailLimits {
  /** At most so many lines of one connector or task. */
  readonly maxLines: number;
  /** At most so much of one connector or task. */
  readonly maxBytes: number;
  /** At most so much of all together: what was written to least recently goes first. */
  readonly maxTotalBytes: number;
}

const defaultLimits: LogTailLimits = {
  maxLines: 500,
  maxBytes: 256 * 1024,
  maxTotalBytes: 32 * 1024 * 1024,
};

/** The last lines of every connector and task, also of those that have failed or are gone. */
export class LogTails {
  readonly #limits: LogTailLimits;
  /** The one that was written to last is the last. */
  readonly #tails = new Map<string, Tail>();
  #totalBytes = 0;

  constructor(limits: Partial<LogTailLimits> = {}) {
    this.#limits = { ...defaultLimits, ...limits };
  }

  add({ connector, task, text }: WorkLine): void {
    const key = keyOf(connector, task);
    const tail = this.#tails.get(key) ?? new Tail(this.#limits);
    this.#tails.delete(key);
    this.#tails.set(key, tail);
    this.#totalBytes += tail.add(text);
    for (const [oldest, { bytes }] of this.#tails) {
      if (this.#totalBytes <= this.#limits.maxTotalBytes) break;
      this.#tails.delete(oldest);
      this.#totalBytes -= bytes;
    }
  }

  /** At most so many of the last lines, the oldest first. */
  last(connector: string, task: number | null, count: number): readonly string[] {
    return count <= 0 ? [] : (this.#tails.get(keyOf(connector, task))?.lines.slice(-count) ?? []);
  }
}

class Tail {
  readonly lines: string[] = [];
  bytes = 0;
  readonly #limits: LogTailLimits;

  constructor(limits: LogTailLimits) {
    this.#limits = limits;
  }

  /** Returns by how many bytes it has grown; a line that is too long for itself is left out. */
  add(line: string): number {
    const { maxLines, maxBytes } = this.#limits;
    const before = this.bytes;
    const size = sizeOf(line);
    if (size > maxBytes) return 0;
    this.lines.push(line);
    this.bytes += size;
    while (this.lines.length > maxLines || this.bytes > maxBytes)
      this.bytes -= sizeOf(this.lines.shift() ?? '');
    return this.bytes - before;
  }
}

/** As V8 keeps most of them: a byte for each character. */
function sizeOf(line: string): number {
  return line.length;
}

function keyOf(connector: string, task: number | null): string {
  return task === null ? connector : `${connector}\n${task}`;
}
