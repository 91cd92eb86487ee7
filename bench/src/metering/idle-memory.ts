import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessMeter } from './process-meter.ts';

const intervalMs = 250;
const steadyForMs = 3000;
const steadyWithin = 0.01;
const patienceMs = 30_000;

/** Waits until the memory has hardly changed for a while, and gives it. */
export async function settledRssBytes(meter: ProcessMeter): Promise<number> {
  const givesUpAt = performance.now() + patienceMs;
  let reference = meter.rssBytes();
  let steadySince = performance.now();
  while (performance.now() - steadySince < steadyForMs && performance.now() < givesUpAt) {
    await sleep(intervalMs);
    const now = meter.rssBytes();
    if (Math.abs(now - reference) <= reference * steadyWithin) continue;
    reference = now;
    steadySince = performance.now();
  }
  return meter.rssBytes();
}
