import { open, stat } from 'node:fs/promises';
import { waitFor } from '@sluice/testing-services';
import type { VictimWorker } from './victim-worker.ts';

const timeoutMs = 90_000;

/** Waits for a file to have at least this size; the worker that writes it must live until then. */
export async function untilSizeIs(path: string, bytes: number, worker: VictimWorker): Promise<void> {
  await waitFor(
    `${bytes} bytes in ${path}`,
    async () => {
      if (!worker.alive) return true;
      const { size } = await stat(path);
      if (size < bytes) throw new Error(`it has ${size}`);
      return true;
    },
    { timeoutMs, intervalMs: 5 },
  );
  if (!worker.alive) throw new Error(`the worker ended by itself:\n${worker.logTail()}`);
}

/** Waits for a file to end in this text. */
export async function untilEndsIn(path: string, text: string, worker: VictimWorker): Promise<void> {
  await waitFor(
    `${path} to end in ${text}`,
    async () => {
      const end = await readEnd(path, Buffer.byteLength(text));
      if (end !== text) throw new Error(`it ends in ${end}; the log of the worker in\n${worker.logTail()}`);
      return true;
    },
    { timeoutMs },
  );
}

async function readEnd(path: string, length: number): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(length),
      0,
      length,
      Math.max(0, size - length),
    );
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
