import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const lookMs = 500;
/** So many looks without growth are the end of it. */
const steadyLooks = 6;

/** What a process takes up of the machine's memory, in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

/** Waits until a process takes up no more than before; resolves to the most it took up meanwhile. */
export async function residentWhenSteady(pid: number): Promise<number> {
  let most = await residentBytes(pid);
  for (let looks = 0; looks < steadyLooks; looks++) {
    await sleep(lookMs);
    const now = await residentBytes(pid);
    if (now > most + 1_000_000) looks = 0;
    most = Math.max(most, now);
  }
  return most;
}
