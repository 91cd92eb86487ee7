import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

export interface Lines {
  readonly count: number;
  readonly line: (number: number) => string;
}

const linesPerChunk = 10_000;

export async function writeLines(file: string, lines: Lines): Promise<void> {
  await pipeline(chunks(lines), createWriteStream(file));
}

function* chunks({ count, line }: Lines): Generator<string> {
  for (let from = 0; from < count; from += linesPerChunk) {
    const length = Math.min(linesPerChunk, count - from);
    yield Array.from({ length }, (_, index) => `${line(from + index)}\n`).join('');
  }
}
