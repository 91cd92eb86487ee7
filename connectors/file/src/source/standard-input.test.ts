import { spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { LineBuffer } from './line-buffer.ts';
import { StandardInput } from './standard-input.ts';

const never = new AbortController().signal;

async function readToEnd(input: StandardInput): Promise<{ lines: string[]; last: string | null }> {
  const buffer = new LineBuffer();
  const lines: string[] = [];
  for (;;) {
    const outcome = await input.read(buffer);
    buffer.take(Infinity, (line) => lines.push(line));
    if (outcome === 'ended') return { lines, last: buffer.finish() };
    if (outcome === 'nothing') await input.wait(never);
  }
}

describe('StandardInput', () => {
  it('hands over what arrives and ends once', async () => {
    const stream = new PassThrough();
    const input = new StandardInput(() => stream);
    stream.write('one\ntwo\nthr');
    stream.end('ee');
    expect(await readToEnd(input)).toEqual({ lines: ['one', 'two'], last: 'three' });
    expect(await input.read(new LineBuffer())).toBe('nothing');
  });

  it('wakes up when something arrives', async () => {
    const stream = new PassThrough();
    const input = new StandardInput(() => stream);
    const buffer = new LineBuffer();
    expect(await input.read(buffer)).toBe('nothing');
    const startMs = performance.now();
    const waited = input.wait(never);
    stream.write('now\n');
    await waited;
    expect(performance.now() - startMs).toBeLessThan(900);
    expect(await input.read(buffer)).toBe('data');
  });

  it('stops waiting when the task is asked to stop', async () => {
    const input = new StandardInput(() => new PassThrough());
    const abort = new AbortController();
    const waited = input.wait(abort.signal);
    abort.abort();
    await expect(waited).resolves.toBeUndefined();
  });

  it('fails when the stream does', async () => {
    const stream = new PassThrough();
    const input = new StandardInput(() => stream);
    await input.read(new LineBuffer());
    const waited = input.wait(never);
    stream.destroy(new Error('gone'));
    await waited;
    await expect(input.read(new LineBuffer())).rejects.toThrow('Could not read standard input: gone');
  });

  it('moves more than fits at once', async () => {
    const stream = new PassThrough({ highWaterMark: 4_000_000 });
    const input = new StandardInput(() => stream);
    const text = 'x'.repeat(99);
    stream.end(`${text}\n`.repeat(20_000));
    const { lines } = await readToEnd(input);
    expect(lines).toHaveLength(20_000);
    expect(new Set(lines)).toEqual(new Set([text]));
  });

  it('reads the standard input of the process, and lets it exit while nothing comes', async () => {
    const script = `
      import { StandardInput } from ${JSON.stringify(new URL('./standard-input.ts', import.meta.url).href)};
      import { LineBuffer } from ${JSON.stringify(new URL('./line-buffer.ts', import.meta.url).href)};
      const input = new StandardInput();
      const lines = new LineBuffer();
      while ((await input.read(lines)) !== 'data') await input.wait(new AbortController().signal);
      lines.take(9, (line) => console.log(line));
      await input.close();
      process.exit(0);
    `;
    const child = spawn(
      process.execPath,
      ['--conditions=@sluice/source', '--input-type=module', '--eval', script],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    child.stdin.write('typed\n');
    const output: unknown[] = await child.stdout.toArray();
    expect(Buffer.concat(output as Buffer[]).toString()).toBe('typed\n');
    child.stdin.end();
  });
});
