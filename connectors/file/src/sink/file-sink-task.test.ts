import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  formatJavaText,
  schemas,
  SchemaBuilder,
  SinkRecord,
  Struct,
  TypedNumber,
  type Schema,
} from '@sluice/connect-api';
import { DeferredTree } from '@sluice/connect-api/deferred-tree';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FileSinkTask } from './file-sink-task.ts';

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'file-sink-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'out.txt');
}

function record(value: unknown, valueSchema: Schema | null = null): SinkRecord {
  return new SinkRecord({ topic: 't', kafkaPartition: 0, kafkaOffset: 0, value, valueSchema });
}

async function open(file: string | null): Promise<FileSinkTask> {
  const task = new FileSinkTask({ file });
  onTestFinished(() => task.stop());
  await task.start();
  return task;
}

describe('FileSinkTask', () => {
  it('creates the file and appends each value as a line that can be seen at once', async () => {
    const file = temporaryFile();
    const task = await open(file);
    await task.put([record('one', schemas.string), record('zwölf')]);
    expect(readFileSync(file, 'utf8')).toBe('one\nzwölf\n');
    await task.put([record('three')]);
    expect(readFileSync(file, 'utf8')).toBe('one\nzwölf\nthree\n');
  });

  it('writes values as Java prints them', async () => {
    const file = temporaryFile();
    const schema = SchemaBuilder.struct().field('a', schemas.int32).field('b', schemas.float64).build();
    const struct = new Struct(schema).put('a', 1).put('b', 2);
    const task = await open(file);
    await task.put([
      record(null),
      record(5, schemas.float64),
      record(new TypedNumber('FLOAT64', 1)),
      record(new Map<string, unknown>([['k', [1, 'x', null]]])),
      record(struct, schema),
    ]);
    expect(readFileSync(file, 'utf8')).toBe('null\n5.0\n1.0\n{k=[1, x, null]}\nStruct{a=1,b=2.0}\n');
  });

  it('writes maps that are not made yet as it writes others, each in its place', async () => {
    const file = temporaryFile();
    const maps = Array.from({ length: 3000 }, (_, index) => new Map([[`zwölf ${index}`, 'x'.repeat(index)]]));
    const task = await open(file);
    await task.put(
      maps.flatMap((map, index) => [
        record(new DeferredTree(map)),
        ...(index % 3 === 0 ? [record('text')] : []),
      ]),
    );
    const lines = maps.flatMap((map, index) => [formatJavaText(map), ...(index % 3 === 0 ? ['text'] : [])]);
    expect(readFileSync(file, 'utf8')).toBe(`${lines.join('\n')}\n`);
  });

  it('appends to what is there', async () => {
    const file = temporaryFile();
    writeFileSync(file, 'before\n');
    await (await open(file)).put([record('after')]);
    expect(readFileSync(file, 'utf8')).toBe('before\nafter\n');
  });

  it('ends a line that a crash has left unfinished, so that the record after it stands alone', async () => {
    const file = temporaryFile();
    writeFileSync(file, 'whole\nhal');
    await (await open(file)).put([record('half')]);
    expect(readFileSync(file, 'utf8')).toBe('whole\nhal\nhalf\n');
  });

  it('writes nothing for an empty batch', async () => {
    const file = temporaryFile();
    const task = await open(file);
    await task.put([]);
    await task.flush();
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  it('writes batches of any size', async () => {
    const file = temporaryFile();
    const values = Array.from({ length: 30_000 }, (_, index) => `${index} ${'x'.repeat(90)}`);
    const task = await open(file);
    await task.put(values.map((value) => record(value)));
    expect(readFileSync(file, 'utf8')).toBe(`${values.join('\n')}\n`);
  });

  it('loses and mixes no lines of several tasks that share the file', async () => {
    const file = temporaryFile();
    const tasks = await Promise.all([open(file), open(file), open(file)]);
    const batches = Array.from({ length: 50 }, (_, batch) =>
      Array.from({ length: 20 }, (_, n) => `${batch}-${n}`),
    );
    const writeShare = async (task: FileSinkTask, share: number) => {
      for (const [index, batch] of batches.entries()) {
        if (index % tasks.length === share) await task.put(batch.map((value) => record(value)));
      }
    };
    await Promise.all(tasks.map(writeShare));
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.toSorted()).toEqual(batches.flat().toSorted());
  });

  it('fails to start when the file cannot be created, and says which', async () => {
    const file = join(temporaryFile(), 'below', 'out.txt');
    await expect(new FileSinkTask({ file }).start()).rejects.toMatchObject({
      message: `Couldn't find or create file '${file}' for FileStreamSinkTask`,
      cause: { code: 'ENOENT' },
    });
  });

  it.runIf(existsSync('/dev/full'))('fails when the disk is full, naming file and reason', async () => {
    const task = await open('/dev/full');
    await expect(task.put([record('x')])).rejects.toThrow(
      "Could not write to file '/dev/full': ENOSPC: no space left on device, write",
    );
  });

  it.each([null, ''])('prints to standard output when the file is %j', async (file) => {
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((...args) => {
      const done = args.at(-1);
      if (typeof done === 'function') done();
      return true;
    });
    onTestFinished(() => write.mockRestore());
    const task = await open(file);
    await task.put([record('a'), record('b')]);
    await task.flush();
    expect(write.mock.calls.map(([text]) => text)).toEqual(['a\nb\n']);
  });
});
