import { readFileSync, readdirSync } from 'node:fs';

export interface ProcessStat {
  readonly processGroup: number;
  /** User and system time of all its threads, and of those children that it has waited for. */
  readonly cpuSeconds: number;
}

export interface ProcessMemory {
  readonly rssBytes: number;
  readonly peakRssBytes: number;
}

// Linux counts these times in USER_HZ, which is 100 on every architecture that Node runs on.
const ticksPerSecond = 100;

/** Parses /proc/<pid>/stat. The name in parentheses may itself hold spaces and parentheses. */
export function parseProcessStat(text: string): ProcessStat {
  // The first of these is field 3 of proc(5), the state.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3]);
  const [utime, stime, cutime, cstime] = [field(14), field(15), field(16), field(17)];
  return { processGroup: field(5), cpuSeconds: (utime + stime + cutime + cstime) / ticksPerSecond };
}

/** Parses /proc/<pid>/status. A process that is ending has no memory left. */
export function parseProcessStatus(text: string): ProcessMemory {
  const kib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0);
  return { rssBytes: kib('VmRSS') * 1024, peakRssBytes: kib('VmHWM') * 1024 };
}

/** Undefined when the process is gone. */
export function readProcessStat(pid: number): ProcessStat | undefined {
  const text = readProcessFile(pid, 'stat');
  return text === undefined ? undefined : parseProcessStat(text);
}

/** Undefined when the process is gone. */
export function readProcessMemory(pid: number): ProcessMemory | undefined {
  const text = readProcessFile(pid, 'status');
  return text === undefined ? undefined : parseProcessStatus(text);
}

export function listProcessIds(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

function readProcessFile(pid: number, name: 'stat' | 'status'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
