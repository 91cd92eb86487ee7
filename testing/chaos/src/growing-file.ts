import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { numberedLine } from './numbered-lines.ts';

const intervalMs = 50;

/** A file of numbered lines that grows while things happen. */
export class GrowingFile {
  readonly #path: string;
  #count = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** So many lines are there. */
  get lineCount(): number {
    return this.#count;
  }

  /** Appends lines, evenly over the time, until there are so many. */
  async growTo(lineCount: number, durationMs: number): Promise<void> {
    const file = await open(this.#path, 'a');
    const first = this.#count;
    const startMs = performance.now();
    try {
      while (this.#count < lineCount) {
        const part = Math.min(1, (performance.now() - startMs) / durationMs);
        await this.#append(file, first + Math.floor((lineCount - first) * part));
        if (part < 1) await sleep(intervalMs);
      }
    } finally {
      await file.close();
    }
  }

  async #append(file: FileHandle, end: number): Promise<void> {
    const lines = Array.from({ length: end - this.#count }, (_none, index) =>
      numberedLine(this.#count + index),
    );
    if (lines.length > 0) await file.write(`${lines.join('\n')}\n`);
    this.#count = end;
  }
}
