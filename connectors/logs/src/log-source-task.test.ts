import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogRun } from './fixtures/log-run.ts';

let folder: string;
let run: LogRun;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-task-'));
});
afterEach(async () => {
  await run.stop();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string | Buffer = ''): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function lines(count: number): Promise<readonly string[]> {
  await run.until(() => run.lines.length >= count);
  await run.quiet();
  return run.lines;
}

describe('logs that globs name', () => {
  it('are all followed, those that appear later too, without what is excluded', async () => {
    file('a.log', 'a\n');
    file('b.txt', 'no\n');
    mkdirSync(join(folder, 'sub'));
    run = await LogRun.start({ paths: `${folder}/**/*.log`, exclude: `${folder}/**/x*.log` });
    expect(await lines(1)).toEqual(['a']);
    expect([run.metric('log-lines-total'), run.metric('log-bytes-total')]).toEqual([1, 2]);
    file('sub/c.log', 'c\n');
    file('x.log', 'no\n');
    expect(await lines(2)).toEqual(['a', 'c']);
  });

  it('are followed when their directory appears, and appears again', async () => {
    const later = join(folder, 'later');
    run = await LogRun.start({ paths: `${later}/*.log` });
    mkdirSync(later);
    file('later/a.log', 'one\n');
    expect(await lines(1)).toEqual(['one']);
    rmSync(later, { recursive: true });
    await run.quiet();
    mkdirSync(later);
    file('later/a.log', 'two\n');
    expect(await lines(2)).toEqual(['one', 'two']);
    appendFileSync(join(later, 'a.log'), 'three\n');
    expect(await lines(3)).toEqual(['one', 'two', 'three']);
  });

  it('are divided among tasks: each has one', async () => {
    const names = Array.from({ length: 20 }, (_none, index) => `${index}.log`);
    for (const name of names) file(name, `${name}\n`);
    const seen: string[] = [];
    for (const task of [0, 1, 2]) {
      run = await LogRun.start({ paths: `${folder}/*.log`, 'task.share.count': '3' }, new Map(), task);
      await run.quiet();
      expect(run.lines.length).toBeGreaterThan(0);
      seen.push(...run.lines);
      await run.stop();
    }
    expect(seen.toSorted()).toEqual(names.toSorted());
  });

  it('are read through though only few may be open at a time', async () => {
    const paths = Array.from({ length: 9 }, (_none, index) => file(`${index}.log`, 'old\n'));
    run = await LogRun.start({ paths: `${folder}/*.log`, 'max.open.files': '2' });
    await lines(9);
    for (const path of paths) appendFileSync(path, 'new\n');
    expect((await lines(18)).filter((line) => line === 'new')).toHaveLength(9);
    expect(run.metric('log-files-open')).toBeLessThanOrEqual(2);
  });

  it('are read when they are archives, once', async () => {
    file('old.gz', gzipSync('a\nb\nc'));
    run = await LogRun.start({ paths: `${folder}/*.gz` });
    expect(await lines(3)).toEqual(['a', 'b', 'c']);
    const { offsets } = run;
    await run.stop();
    run = await LogRun.start({ paths: `${folder}/*.gz` }, offsets);
    await run.quiet();
    expect(run.lines).toEqual([]);
  });
});

describe('files that are not as they should be', () => {
  it.skipIf(process.getuid?.() === 0)(
    'are read as soon as they may be, and the log says why not',
    async () => {
      const path = file('a.log', 'one\n');
      chmodSync(path, 0o000);
      run = await LogRun.start({ paths: path });
      await run.quiet();
      expect(run.warnings).toEqual(['The file cannot be read; trying again']);
      chmodSync(path, 0o600);
      expect(await lines(1)).toEqual(['one']);
    },
  );

  it('do not keep others waiting when they cannot be read at all, and are counted', async () => {
    // It can be opened, but nothing can be read at its start: by nobody.
    const path = file('a.log', 'one\n');
    run = await LogRun.start({ paths: `/proc/self/mem,${path}` });
    expect(await lines(1)).toEqual(['one']);
    expect(run.warnings).toEqual(['The file cannot be read; trying again']);
    expect(run.metric('log-files-unreadable')).toBe(1);
  });

  it('are left alone when they are no archives', async () => {
    file('broken.gz', 'no gzip');
    file('a.log', 'one\n');
    run = await LogRun.start({ paths: `${folder}/*` });
    expect(await lines(1)).toEqual(['one']);
    expect(run.warnings).toEqual(['The file cannot be read; trying again']);
  });

  it('have bytes that are none of the encoding, and the task says where', async () => {
    const path = file('a.log', Buffer.from([0x61, 0x0a, 0xff, 0x0a]));
    run = await LogRun.start({ paths: path, 'invalid.bytes': 'fail' });
    await expect(run.quiet()).rejects.toThrow(
      `Bytes that are not utf-8 in ${path}, in the line that begins at byte 2`,
    );
  });
});

describe('lines that are too long', () => {
  const long = 'x'.repeat(500_000);

  it.each([
    ['cut', ['a', 'x'.repeat(20), 'b', 'y'.repeat(20), 'c']],
    ['skip', ['a', 'b', 'c']],
  ])('are treated as line.too.long=%s says, and the memory stays', async (how, expected) => {
    const path = file('a.log', `a\n${long}\nb\n${'y'.repeat(30)}\nc\n`);
    run = await LogRun.start({ paths: path, 'line.max.bytes': '20', 'line.too.long': how });
    expect(await lines(expected.length)).toEqual(expected);
    expect(run.metric('log-long-lines-total')).toBe(2);
  });

  it('and never end are one event, however long they become', async () => {
    const path = file('a.log', 'a\n');
    run = await LogRun.start({ paths: path, 'line.max.bytes': '1000' });
    await lines(1);
    for (let piece = 0; piece < 20; piece += 1) {
      appendFileSync(path, 'x'.repeat(200_000));
      await run.quiet();
    }
    expect(run.lines.map((line) => line.length)).toEqual([1, 1000]);
    expect(run.metric('log-long-lines-total')).toBe(1);
    appendFileSync(path, '\nb\n');
    expect((await lines(3)).at(-1)).toBe('b');
  });

  it('are not begun again in their middle by who goes on there', async () => {
    const path = file('a.log', `a\n${long}`);
    run = await LogRun.start({ paths: path, 'line.max.bytes': '20' });
    expect(await lines(2)).toEqual(['a', 'x'.repeat(20)]);
    const { offsets } = run;
    await run.stop();
    appendFileSync(path, 'tail\nb\n');
    run = await LogRun.start({ paths: path, 'line.max.bytes': '20' }, offsets);
    expect(await lines(1)).toEqual(['b']);
  });

  it('are not cut inside a character', async () => {
    const path = file('a.log', `${'ü'.repeat(30)}\n`);
    run = await LogRun.start({ paths: path, 'line.max.bytes': '17' });
    expect(await lines(1)).toEqual(['ü'.repeat(8)]);
  });
});

describe('events', () => {
  it('of several lines are complete when nothing more comes, and their offset is behind them', async () => {
    const path = file('a.log', 'Error\n at f\n at g\n');
    run = await LogRun.start({ paths: path, 'multiline.continue': '^\\s', 'multiline.timeout.ms': '50' });
    expect(await lines(1)).toEqual(['Error\n at f\n at g']);
    expect(run.records[0]?.sourceOffset).toMatchObject({ position: 18 });
  });

  it('that are not of the format are kept with the reason', async () => {
    const path = file('a.log', '{"a":1}\nnot so\n');
    run = await LogRun.start({ paths: path, format: 'json' });
    await run.until(() => run.records.length >= 2);
    const [good, bad] = run.records;
    expect(good?.value).toEqual(new Map([['a', 1]]));
    expect([bad?.value, bad?.headers.lastWithName('mismatch')?.value]).toEqual([
      'not so',
      expect.stringContaining('it is no JSON'),
    ]);
    expect(run.metric('log-mismatches-total')).toBe(1);
  });

  it('that are not of the format fail the task where that is wanted', async () => {
    const path = file('a.log', 'not so\n');
    run = await LogRun.start({ paths: path, format: 'json', 'format.mismatch': 'fail' });
    await expect(run.quiet()).rejects.toThrow(`An event of ${path} that ends at byte 7 is not of the format`);
  });

  it('of containers have their time and stream', async () => {
    const path = file('a.log', '2026-11-27T10:15:30Z stderr F {"a":1}\n');
    run = await LogRun.start({ paths: path, container: 'cri', format: 'json' });
    await run.until(() => run.records.length >= 1);
    const [record] = run.records;
    expect(record?.value).toEqual(new Map([['a', 1]]));
    expect(record?.timestampMs).toBe(Date.UTC(2026, 10, 27, 10, 15, 30));
    expect(record?.headers.lastWithName('stream')?.value).toBe('stderr');
  });

  it('have key and headers that say where they come from', async () => {
    const path = file('a.log', 'one\n');
    run = await LogRun.start({ paths: path, key: 'host-path', headers: 'host,path,position' });
    await run.until(() => run.records.length >= 1);
    const [record] = run.records;
    expect(record?.key).toBe(`${hostname()}:${path}`);
    const header = (name: string): unknown => record?.headers.lastWithName(name)?.value;
    expect(['host', 'path', 'position'].map(header)).toEqual([hostname(), path, 4n]);
  });
});

it('a file without a mark at its start is the same as one with it', async () => {
  const path = file('a.log', '\ufeffone\ntwo\n');
  run = await LogRun.start({ paths: path });
  expect(await lines(2)).toEqual(['one', 'two']);
});

it('an old file is left alone until it grows', async () => {
  const path = file('a.log', 'old\n');
  run = await LogRun.start({ paths: path, 'ignore.older.ms': '1' });
  await run.quiet();
  appendFileSync(path, 'new\n');
  expect(await lines(1)).toEqual(['new']);
});
