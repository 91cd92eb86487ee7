import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process as no other ever was or will be: its number is used again, but not with the same start. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Boot and time of the start; null where the system does not tell. */
  readonly startedAt: string | null;
}

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startedAt: startOf(process.pid) };
}

/** Whether that very process still runs. Where the system does not tell starts apart, any process of its number counts. */
export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
  if (!exists(pid)) return false;
  const start = startOf(pid);
  return start === null || startedAt === null || start === startedAt;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function startOf(pid: number): string | null {
  return process.platform === 'linux' ? linuxStartOf(pid) : portableStartOf(pid);
}

// Field 22 of the stat line is the start in clock ticks since the boot. The program's name in field 2 may contain anything.
function linuxStartOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return ticks === undefined ? null : `${bootId}/${ticks}`;
  } catch {
    return null;
  }
}

function portableStartOf(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
