import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceProcess, makeTempFolder } from '@sluice/testing-services';
import type { TempFolder } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProcessMeter } from '../metering/process-meter.ts';
import { fileTarget } from './file-target.ts';
import { watchTransfer } from './transfer.ts';
import type { Transfer } from './transfer.ts';

let folder: TempFolder;
let worker: ServiceProcess | undefined;

beforeEach(async () => {
  folder = await makeTempFolder('transfer-test');
});

afterEach(async () => {
  await worker?.kill();
  await folder.remove();
});

/** Watches a "worker" that runs a shell script in the folder, where the target is the file `lines`. */
async function watch(script: string, records: number): Promise<Transfer> {
  const logFile = join(folder.path, 'log');
  const command = { name: 'the worker', command: '/bin/sh', args: ['-c', script], logFile, cwd: folder.path };
  worker = await ServiceProcess.start(command);
  const times = { pollIntervalMs: 2, quietMs: 100, stalledMs: 1000 };
  const target = fileTarget(join(folder.path, 'lines'));
  return watchTransfer({ target, records, worker, meter: new ProcessMeter(worker.pid), ...times });
}

describe('watching a transfer', () => {
  it('measures from the first record to the last, not the time before and after', async () => {
    const began = performance.now();
    const script =
      'sleep 0.3; echo one >> lines; sleep 0.05; echo two >> lines; sleep 0.05; echo three >> lines; sleep 600';
    const { start, end } = await watch(script, 3);
    expect(start.atMs - began).toBeGreaterThan(250);
    expect(end.atMs - start.atMs).toBeGreaterThan(90);
    expect(performance.now() - end.atMs).toBeGreaterThan(100);
  });

  it('goes on after a pause when records are missing', async () => {
    const started = performance.now();
    const { end } = await watch('echo one >> lines; sleep 0.4; echo two >> lines; sleep 600', 2);
    expect(end.atMs - started).toBeGreaterThan(390);
  });

  it('does not count the beginning of a line', async () => {
    await expect(watch('echo one >> lines; printf two >> lines; sleep 600', 2)).rejects.toThrow(
      /moved nothing for 1000 ms/,
    );
  });

  it('is refused when there are more records than were given', async () => {
    await appendFile(join(folder.path, 'lines'), 'a\nb\nc\n');
    await expect(watch('sleep 600', 2)).rejects.toThrow(/wrote 3 records where 2 were given/);
  });

  it('is refused when the worker ends before', async () => {
    await expect(watch('echo one >> lines; echo out of memory; exit 1', 2)).rejects.toThrow(
      /the worker ended \(exit code 1\).*out of memory/s,
    );
  });
});
