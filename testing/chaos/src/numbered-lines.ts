import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

/*
 * A line is its number in 8 digits, a blank, and a filling whose length depends on the number: a line that was cut,
 * joined to another one or mixed with it is no line of the file any more.
 */

const linesPerWrite = 10_000;

export function numberedLine(number: number): string {
  return `${String(number).padStart(8, '0')} ${'abcdefghijklmnopqrstuvwxyz'.slice(0, number % 27)}`;
}

/** Writes lines 0 to `count` - 1. */
export async function writeNumberedLines(path: string, count: number): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let first = 0; first < count; first += linesPerWrite) {
      const numbers = Array.from(
        { length: Math.min(linesPerWrite, count - first) },
        (_, index) => first + index,
      );
      await file.write(numbers.map((number) => `${numberedLine(number)}\n`).join(''));
    }
  } finally {
    await file.close();
  }
}

/** What became of lines 0 to `count` - 1. */
export interface Ledger {
  /** Lines that never arrived: how many, and the first of them. */
  readonly missing: { readonly count: number; readonly first: readonly number[] };
  /** Arrivals beyond the first one of each line. */
  readonly duplicates: number;
  /** What is no line of the file: how much of it, and the first examples. */
  readonly strangers: { readonly count: number; readonly first: readonly string[] };
}

const examples = 20;

/** How the lines of a file are numbered. */
export interface Numbering {
  readonly textOf: (number: number) => string;
  readonly numberIn: (line: string) => number;
}

const numberedLines: Numbering = { textOf: numberedLine, numberIn: (line) => Number.parseInt(line, 10) };

/** `even:0`, `odd:0`, `even:1`, …: what a source counts in two partitions. */
export const countedInTwo: Numbering = {
  textOf: (number) => `${number % 2 === 0 ? 'even' : 'odd'}:${Math.floor(number / 2)}`,
  numberIn: (line) =>
    2 * Number.parseInt(line.slice(line.indexOf(':') + 1), 10) + (line.startsWith('odd') ? 1 : 0),
};

/** Counts how often each of the lines 0 to `count` - 1 stands in a file. */
export async function takeStock(
  path: string,
  count: number,
  { textOf, numberIn }: Numbering = numberedLines,
): Promise<Ledger> {
  const arrivals = new Uint32Array(count);
  const strangers: string[] = [];
  let strangerCount = 0;
  for await (const line of linesOf(path)) {
    const number = numberIn(line);
    if (number < count && line === textOf(number)) {
      arrivals[number] = (arrivals[number] ?? 0) + 1;
    } else {
      strangerCount++;
      if (strangers.length < examples) strangers.push(line);
    }
  }
  const missing = [...arrivals.keys()].filter((number) => arrivals[number] === 0);
  const total = arrivals.reduce((sum, times) => sum + times, 0);
  return {
    missing: { count: missing.length, first: missing.slice(0, examples) },
    duplicates: total - (count - missing.length),
    strangers: { count: strangerCount, first: strangers },
  };
}

/**
 * Whether it is the beginning of a line and not all of it. A process that is killed while it writes leaves so much as the system had
 * taken, and who goes on ends that line before the next: a file has at most one such line for each kill.
 */
export function isCut(line: string): boolean {
  if (/^\d{1,8}$/.test(line)) return true;
  const whole = numberedLine(Number.parseInt(line, 10));
  return line.length > 8 && line.length < whole.length && whole.startsWith(line);
}

/** The lines of a file, the one after the last line end too when there is something. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'latin1', highWaterMark: 1 << 20 })) {
    const lines = `${rest}${chunk as string}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
