import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { Target } from './target.ts';

const newline = 0x0a;

/** A file that the worker makes. Its size is the progress, its lines are the count. */
export function fileTarget(file: string): Target {
  return {
    progress: () => size(file),
    count: () => countLines(file),
    remove: () => rm(file, { force: true }),
  };
}

async function size(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

/** Only whole lines count. */
async function countLines(file: string): Promise<number> {
  let lines = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) lines++;
  }
  return lines;
}
