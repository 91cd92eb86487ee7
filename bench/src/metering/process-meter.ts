import { listProcessIds, readProcessMemory, readProcessStat } from './process-stat.ts';
import type { ProcessMemory } from './process-stat.ts';

const membersKnownForMs = 250;

/**
 * What a process group uses: the process that leads it, and whatever that started. A member that ended has
 * given its CPU time to the member that waited for it.
 */
export class ProcessMeter {
  readonly #leader: number;
  #members: readonly number[];
  #listedAt: number;

  constructor(leader: number) {
    this.#leader = leader;
    this.#members = [leader];
    this.#listedAt = Number.NEGATIVE_INFINITY;
  }

  cpuSeconds(): number {
    return sum(this.#currentMembers().map((pid) => readProcessStat(pid)?.cpuSeconds ?? 0));
  }

  rssBytes(): number {
    return sum(this.#memories().map((memory) => memory.rssBytes));
  }

  /** The sum of each process's own peak. */
  peakRssBytes(): number {
    return sum(this.#memories().map((memory) => memory.peakRssBytes));
  }

  #memories(): ProcessMemory[] {
    return this.#currentMembers()
      .map(readProcessMemory)
      .filter((memory) => memory !== undefined);
  }

  /** Looking through all processes costs more than reading a few of them, so it is done now and then. */
  #currentMembers(): readonly number[] {
    const now = performance.now();
    if (now - this.#listedAt > membersKnownForMs) {
      this.#listedAt = now;
      this.#members = listProcessIds().filter((pid) => readProcessStat(pid)?.processGroup === this.#leader);
    }
    return this.#members;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
