import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeTempFolder, ServiceProcess } from '@sluice/testing-services';
import { ProcessMeter } from '../metering/process-meter.ts';
import type { Measurements } from '../metrics.ts';
import type { Sample } from '../targets/transfer.ts';
import type { CommandLine } from '../workers/worker-kind.ts';

export interface ClientRun {
  readonly name: string;
  readonly command: CommandLine;
  readonly records: number;
  /** Whether the first record has moved. */
  readonly hasBegun: (log: string) => boolean | Promise<boolean>;
  /** What the client itself has measured and written. */
  readonly readLog?: (log: string) => Measurements;
  /** Default 5 minutes. */
  readonly timeoutMs?: number;
}

const pollIntervalMs = 5;
const bytesPerMib = 1024 ** 2;

// The shell stays when the client has ended, and with it the client's CPU time, to the last tick.
const holder = '"$@"; echo "ended with $?"; exec sleep 600';
const endLine = /^ended with (\d+)$/m;

/**
 * Runs a client to its end. First to last is from the last look before a record had moved to the first look after the
 * end of the process.
 * @throws Error when it fails or takes too long.
 */
export async function measureClient(run: ClientRun): Promise<Measurements> {
  const folder = await makeTempFolder('bench-client');
  const { command, args } = run.command;
  const process = await ServiceProcess.start({
    name: run.name,
    command: '/bin/sh',
    args: ['-c', holder, 'sh', command, ...args],
    logFile: join(folder.path, 'client.log'),
  });
  try {
    return await watchClient(run, process);
  } finally {
    await process.kill();
    await folder.remove();
  }
}

async function watchClient(run: ClientRun, process: ServiceProcess): Promise<Measurements> {
  const { records, hasBegun, timeoutMs = 300_000 } = run;
  const meter = new ProcessMeter(process.pid);
  const look = (): Sample => ({ atMs: performance.now(), cpuSeconds: meter.cpuSeconds() });
  const spawned = look();
  let first = spawned;
  let begun = false;
  let peakRssBytes = 0;
  for (;;) {
    const now = look();
    peakRssBytes = Math.max(peakRssBytes, meter.peakRssBytes());
    const log = readFileSync(process.logFile, 'utf8');
    begun ||= await hasBegun(log);
    if (!begun) first = now;
    const exitCode = endLine.exec(log)?.[1];
    if (exitCode === '0') break;
    if (exitCode !== undefined || now.atMs - spawned.atMs > timeoutMs) {
      const problem = exitCode === undefined ? `is not done after ${timeoutMs} ms` : `failed`;
      throw new Error(`${run.name} ${problem}. The end of its log:\n${process.logTail()}`);
    }
    await sleep(pollIntervalMs);
  }
  const end = look();
  return {
    recordsPerSecond: (records / (end.atMs - first.atMs)) * 1000,
    cpuMicrosPerRecord: ((end.cpuSeconds - first.cpuSeconds) / records) * 1e6,
    wholeCpuMicrosPerRecord: (end.cpuSeconds / records) * 1e6,
    peakRssMib: peakRssBytes / bytesPerMib,
    ...run.readLog?.(readFileSync(process.logFile, 'utf8')),
  };
}
