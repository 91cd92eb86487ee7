import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig, schemas, type SourceOffset, type SourceRecord } from '@sluice/connect-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileSourceConfig } from '../config.ts';
import { RecordingContext } from '../fixtures/task-context.ts';
import { FileSourceTask } from './file-source-task.ts';

interface Running {
  readonly task: FileSourceTask;
  readonly context: RecordingContext;
}

interface Settings {
  readonly offset?: SourceOffset;
  readonly batchSize?: number;
}

function temporaryFile(content?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'file-source-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'lines.txt');
  if (content !== undefined) writeFileSync(file, content);
  return file;
}

async function follow(file: string, { offset, batchSize = 2000 }: Settings = {}): Promise<Running> {
  const context = new RecordingContext(offset ?? null);
  const config = parseConfig(fileSourceConfig, { file, topic: 'lines', 'batch.size': String(batchSize) });
  const task = new FileSourceTask(config, context);
  onTestFinished(() => task.stop());
  await task.start();
  return { task, context };
}

/** Polls until there are so many records. */
async function collect({ task }: Running, count: number): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  while (records.length < count) records.push(...((await task.poll()) ?? []));
  return records;
}

/** Polls until the log has such a warning. */
async function pollUntilWarned({ task, context }: Running, message: string): Promise<void> {
  while (!context.warnings().includes(message)) await task.poll();
}

function values(records: readonly SourceRecord[] | null): unknown[] {
  return (records ?? []).map(({ value }) => value);
}

function positions(records: readonly SourceRecord[]): unknown[] {
  return records.map(({ sourceOffset }) => sourceOffset?.['position']);
}

describe('FileSourceTask', () => {
  it('makes a record of each line, with the byte position after it', async () => {
    const file = temporaryFile('one\nzwölf\r\n\n');
    const before = Date.now();
    const records = await collect(await follow(file), 3);
    expect(values(records)).toEqual(['one', 'zwölf', '']);
    expect(positions(records)).toEqual([4, 12, 13]);
    for (const record of records) {
      expect(record.topic).toBe('lines');
      expect(record.key).toBeNull();
      expect(record.keySchema).toBeNull();
      expect(record.valueSchema).toBe(schemas.string);
      expect(record.kafkaPartition).toBeNull();
      expect(record.sourcePartition).toEqual({ filename: file });
      expect(record.timestampMs).toBeGreaterThanOrEqual(before);
    }
  });

  it('asks for the offset of its file and continues behind it', async () => {
    const file = temporaryFile('zwölf\nthirteen\n');
    const running = await follow(file, { offset: { position: 7n } });
    const records = await collect(running, 1);
    expect(running.context.askedFor).toEqual([{ filename: file }]);
    expect(values(records)).toEqual(['thirteen']);
    expect(positions(records)).toEqual([16]);
  });

  it('resumes at any of its offsets with the next line', async () => {
    const text = ['a', 'ß', '', '漢字', '😀', 'end'].join('\r\n') + '\n';
    const file = temporaryFile(text);
    const records = await collect(await follow(file), 6);
    for (const [index, { sourceOffset }] of records.slice(0, -1).entries()) {
      const rest = await collect(await follow(file, { offset: sourceOffset ?? {} }), 5 - index);
      expect(values(rest)).toEqual(values(records).slice(index + 1));
    }
  });

  it('follows the file as it grows, and keeps a partial line until its end arrives', async () => {
    const file = temporaryFile('one\ntw');
    const running = await follow(file);
    expect(values(await collect(running, 1))).toEqual(['one']);
    appendFileSync(file, 'o\nthree\n');
    expect(values(await collect(running, 2))).toEqual(['two', 'three']);
  });

  it('hands over no more lines than batch.size at a time, and the rest at the next poll', async () => {
    const { task } = await follow(temporaryFile('1\n2\n3\n4\n5\n'), { batchSize: 2 });
    expect(values(await task.poll())).toEqual(['1', '2']);
    expect(values(await task.poll())).toEqual(['3', '4']);
    expect(values(await task.poll())).toEqual(['5']);
  });

  it('hands over one line at a time when batch.size is less', async () => {
    const { task } = await follow(temporaryFile('1\n2\n'), { batchSize: 0 });
    expect(values(await task.poll())).toEqual(['1']);
    expect(values(await task.poll())).toEqual(['2']);
  });

  it('returns nothing after about a second without lines', async () => {
    const { task } = await follow(temporaryFile(''));
    const startMs = performance.now();
    expect(await task.poll()).toBeNull();
    expect(performance.now() - startMs).toBeGreaterThan(900);
  });

  it('ends a poll at once when the task is asked to stop', async () => {
    const { task, context } = await follow(temporaryFile(''));
    const startMs = performance.now();
    const polled = task.poll();
    context.abort();
    expect(await polled).toBeNull();
    expect(performance.now() - startMs).toBeLessThan(900);
  });

  it('waits for a file that is not there, says so once, and reads it when it comes', async () => {
    const file = temporaryFile();
    const running = await follow(file);
    expect(await running.task.poll()).toBeNull();
    expect(await running.task.poll()).toBeNull();
    expect(running.context.warnings()).toEqual(['The file cannot be read, waiting for it']);
    expect(running.context.logLines[0]?.fields).toMatchObject({ file });
    writeFileSync(file, 'here\n');
    expect(values(await collect(running, 1))).toEqual(['here']);
  });

  it('waits for what cannot be read as a file', async () => {
    const file = temporaryFile();
    mkdirSync(file);
    const running = await follow(file);
    await pollUntilWarned(running, 'The file cannot be read, waiting for it');
    rmdirSync(file);
    writeFileSync(file, 'now\n');
    expect(values(await collect(running, 1))).toEqual(['now']);
  });

  it('reads from the start when the stored position is beyond the end', async () => {
    const running = await follow(temporaryFile('a\nb\n'), { offset: { position: 100 } });
    expect(values(await collect(running, 2))).toEqual(['a', 'b']);
    expect(running.context.warnings()).toEqual([
      'The file ends before the stored position: truncated or replaced, reading from its start',
    ]);
  });

  it('continues with the new file when the old one was renamed, after reading the old one to its end', async () => {
    const file = temporaryFile('old 1\n');
    const running = await follow(file);
    expect(values(await collect(running, 1))).toEqual(['old 1']);
    appendFileSync(file, 'old 2\n');
    renameSync(file, `${file}.1`);
    writeFileSync(file, 'new 1\n');
    const records = await collect(running, 2);
    expect(values(records)).toEqual(['old 2', 'new 1']);
    expect(positions(records)).toEqual([12, 6]);
  });

  it('reads on in a renamed file until there is a new one', async () => {
    const file = temporaryFile('old 1\n');
    const running = await follow(file);
    await collect(running, 1);
    renameSync(file, `${file}.1`);
    appendFileSync(`${file}.1`, 'old 2\n');
    expect(values(await collect(running, 1))).toEqual(['old 2']);
  });

  it('hands over the unfinished last line of a file that was replaced, to resume in the new one', async () => {
    const file = temporaryFile('cut o');
    const running = await follow(file);
    expect(await running.task.poll()).toBeNull();
    renameSync(file, `${file}.1`);
    writeFileSync(file, 'new\n');
    const records = await collect(running, 2);
    expect(values(records)).toEqual(['cut o', 'new']);
    expect(positions(records)).toEqual([0, 4]);
  });

  it('reads a file from its start after it was truncated, and says so', async () => {
    const file = temporaryFile('a long first line\n');
    const running = await follow(file);
    await collect(running, 1);
    truncateSync(file);
    await pollUntilWarned(running, 'The file was truncated, reading from its start');
    appendFileSync(file, 'new\n');
    const records = await collect(running, 1);
    expect(values(records)).toEqual(['new']);
    expect(positions(records)).toEqual([4]);
  });

  it.each([[{ position: 'x' }], [{ position: 1.5 }], [{ position: true }]])(
    'refuses to start at the offset %j',
    async (offset) => {
      await expect(follow(temporaryFile(''), { offset })).rejects.toThrow(
        'Offset position is the incorrect type',
      );
    },
  );

  it('starts at the beginning when the offset holds no position', async () => {
    const running = await follow(temporaryFile('a\n'), { offset: { position: null } });
    expect(values(await collect(running, 1))).toEqual(['a']);
  });
});
