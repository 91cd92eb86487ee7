import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceProcess } from '@sluice/testing-services';
import type { ProcessMeter } from '../metering/process-meter.ts';
import type { Target } from './target.ts';

export interface Sample {
  readonly atMs: number;
  readonly cpuSeconds: number;
}

/** From the last look at an empty target to the first look at a full one. */
export interface Transfer {
  readonly start: Sample;
  readonly end: Sample;
}

export interface TransferOptions {
  readonly target: Target;
  readonly records: number;
  readonly worker: ServiceProcess;
  readonly meter: ProcessMeter;
  /** Default 20. */
  readonly pollIntervalMs?: number;
  /** The target is counted when it has not grown for so long. Default 300. */
  readonly quietMs?: number;
  /** Default 120,000. */
  readonly stalledMs?: number;
}

/** Watches until the target holds exactly `records`. Rejects when it gets more, or no more, or the worker ends. */
export async function watchTransfer(options: TransferOptions): Promise<Transfer> {
  const { target, meter, worker, pollIntervalMs = 20, quietMs = 300, stalledMs = 120_000 } = options;
  const look = (): Sample => ({ atMs: performance.now(), cpuSeconds: meter.cpuSeconds() });
  let start = look();
  let end = start;
  let progress = 0;
  let counted = 0;
  while (worker.alive && performance.now() - end.atMs < stalledMs) {
    const grown = await target.progress();
    if (grown === 0) start = look();
    if (grown > progress) end = look();
    else if (progress > counted && performance.now() - end.atMs > quietMs) {
      if (await isComplete(options)) return { start, end };
      counted = progress;
    }
    progress = grown;
    await sleep(pollIntervalMs);
  }
  const problem = worker.alive ? `moved nothing for ${stalledMs} ms` : `ended (${await worker.exited})`;
  throw new Error(`${worker.name} ${problem}. The end of its log:\n${worker.logTail()}`);
}

async function isComplete({ target, records, worker }: TransferOptions): Promise<boolean> {
  const count = await target.count();
  if (count > records) throw new Error(`${worker.name} wrote ${count} records where ${records} were given`);
  return count === records;
}
