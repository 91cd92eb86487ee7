import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { SourceOffset } from '@sluice/connect-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogRun } from './fixtures/log-run.ts';

let folder: string;
let path: string;
let run: LogRun;
let written: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'logs-'));
  path = join(folder, 'app.log');
  written = 0;
});
afterEach(async () => {
  await run.stop();
  rmSync(folder, { recursive: true });
});

/** Appends so many numbered lines. */
function write(count: number, to = path): void {
  for (let index = 0; index < count; index += 1) appendFileSync(to, `line ${(written += 1)}\n`);
}

async function start(
  config: Readonly<Record<string, string>> = {},
  stored?: ReadonlyMap<string, SourceOffset>,
) {
  run = await LogRun.start({ paths: path, ...config }, stored);
}

/** Stops and starts again where the records so far lead to; what is given happens in between. */
async function restart(meanwhile: () => void): Promise<void> {
  const { offsets, lines } = run;
  await run.stop();
  meanwhile();
  await start({}, offsets);
  run.lines.push(...lines);
}

/** What has come once all lines should have, and a while has passed. */
async function allLines(): Promise<readonly string[]> {
  await run.until(() => run.lines.length >= written);
  await run.quiet();
  return run.lines;
}

/** All lines that were written, each once and in order. */
function everyLine(): readonly string[] {
  return Array.from({ length: written }, (_none, index) => `line ${index + 1}`);
}

/** logrotate's way: the newest gets the number 1. */
function rotateByRename(): void {
  for (const number of [3, 2, 1]) {
    const from = `${path}.${number}`;
    if (existsSync(from)) renameSync(from, `${path}.${number + 1}`);
  }
  renameSync(path, `${path}.1`);
}

function copyTruncate(): void {
  for (const number of [3, 2, 1]) {
    const from = `${path}.${number}`;
    if (existsSync(from)) renameSync(from, `${path}.${number + 1}`);
  }
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
}

/** As gzip does it: the time stays. */
function pack(file: string): void {
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
  utimesSync(`${file}.gz`, new Date(), new Date());
  rmSync(file);
}

const rotations: readonly [name: string, rotate: () => void][] = [
  [
    'renamed, and created anew',
    () => {
      rotateByRename();
      write(1);
    },
  ],
  [
    'renamed, written to under its new name, and created anew',
    () => {
      rotateByRename();
      write(2, `${path}.1`);
      write(1);
    },
  ],
  [
    'renamed twice at once',
    () => {
      rotateByRename();
      write(2);
      rotateByRename();
      write(2);
    },
  ],
  [
    'copied and truncated',
    () => {
      copyTruncate();
      write(1);
    },
  ],
  [
    'copied, truncated and grown beyond what it was',
    () => {
      copyTruncate();
      write(50);
    },
  ],
  [
    'renamed to a name with a date',
    () => {
      renameSync(path, join(folder, 'app-20261127.log'));
      write(3);
    },
  ],
];

describe('a log that is', () => {
  it.each(rotations)('%s while it is followed comes whole and in order', async (_name, rotate) => {
    write(3);
    await start();
    await run.until(() => run.lines.length >= 3);
    write(2);
    rotate();
    expect(await allLines()).toEqual(everyLine());
    write(2);
    expect(await allLines()).toEqual(everyLine());
  });

  it.each(rotations)('%s while nobody follows it comes whole and in order', async (_name, rotate) => {
    write(3);
    await start();
    expect(await allLines()).toEqual(everyLine());
    await restart(() => {
      write(2);
      rotate();
    });
    expect(await allLines()).toEqual(everyLine());
    write(2);
    expect(await allLines()).toEqual(everyLine());
  });

  it('renamed and packed while nobody follows it comes whole and in order', async () => {
    write(3);
    await start();
    expect(await allLines()).toEqual(everyLine());
    await restart(() => {
      write(4);
      rotateByRename();
      pack(`${path}.1`);
      write(2);
    });
    expect(await allLines()).toEqual(everyLine());
  });

  it('truncated without a copy is read from its start, and the log says so', async () => {
    write(3);
    await start();
    expect(await allLines()).toEqual(everyLine());
    truncateSync(path);
    write(2);
    expect(await allLines()).toEqual(everyLine());
    expect(run.warnings).toEqual([expect.stringContaining('The file was truncated')]);
  });

  it('deleted is read to its end, and again from its start when it is back', async () => {
    write(3);
    await start();
    await run.until(() => run.lines.length >= 3);
    write(2);
    rmSync(path);
    expect(await allLines()).toEqual(everyLine());
    write(2);
    expect(await allLines()).toEqual(everyLine());
    expect(run.warnings).toEqual([]);
  });

  it('deleted and created anew while nobody follows it is read from its start', async () => {
    write(3);
    await start();
    expect(await allLines()).toEqual(everyLine());
    await restart(() => {
      rmSync(path);
      write(4);
    });
    expect(await allLines()).toEqual(everyLine());
  });

  it('a link that moves to another file is read on in that', async () => {
    for (const name of ['a', 'b']) mkdirSync(join(folder, name));
    const [first, second] = [join(folder, 'a', '0.log'), join(folder, 'b', '0.log')];
    write(3, first);
    symlinkSync(first, path);
    await start();
    await run.until(() => run.lines.length >= 3);
    write(2, first);
    await run.until(() => run.lines.length >= 5);
    rmSync(path);
    write(2, second);
    symlinkSync(second, path);
    expect(await allLines()).toEqual(everyLine());
    write(2, second);
    expect(await allLines()).toEqual(everyLine());
  });

  it('rotated before anybody followed it is read with its rotated files, oldest first', async () => {
    write(2);
    rotateByRename();
    pack(`${path}.1`);
    utimesSync(`${path}.1.gz`, new Date(1e12), new Date(1e12));
    write(2);
    rotateByRename();
    utimesSync(`${path}.1`, new Date(1.1e12), new Date(1.1e12));
    write(2);
    await start({ paths: `${path}*` });
    expect(await allLines()).toEqual(everyLine());
  });

  it('ended inside a line when it was rotated has that as its last line', async () => {
    write(2);
    await start();
    await run.until(() => run.lines.length >= 2);
    appendFileSync(path, 'half');
    rotateByRename();
    appendFileSync(path, 'next\n');
    await run.until(() => run.lines.length >= 4);
    expect(run.lines.slice(2)).toEqual(['half', 'next']);
  });

  it('begun at its tail gives only what is new, from the next line on', async () => {
    write(3);
    appendFileSync(path, 'begun ');
    await start({ 'start.at': 'tail' });
    appendFileSync(path, 'ended\nnew\n');
    await run.until(() => run.lines.length >= 1);
    expect(run.lines).toEqual(['new']);
  });
});
