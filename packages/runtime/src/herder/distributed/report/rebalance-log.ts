import type { WorkOwners } from '../../../group/assignors/work-owners.ts';
import type { AssignedWork } from '../../../group/membership/work-listener.ts';
import type { PastRebalance } from '../../cluster-info.ts';

const kept = 20;

/** Of the rebalances that this worker went through; times in milliseconds. */
export interface RebalanceFigures {
  readonly completed: number;
  readonly longestMs: number;
  readonly meanMs: number;
  /** Infinite before the first. */
  readonly sinceLastMs: number;
}

/** Remembers the last rebalances of this worker, and why they came about. */
export class RebalanceLog {
  readonly #past: PastRebalance[] = [];
  /** What this worker asked for the next one for. */
  #reasons: string[] = [];
  #beganMs: number | null = null;
  #lastMs: number | null = null;
  #longestMs = 0;
  #sumMs = 0;
  #completed = 0;
  #members: ReadonlyMap<string, string> | null = null;

  /** The latest first. */
  get past(): readonly PastRebalance[] {
    return this.#past;
  }

  get figures(): RebalanceFigures {
    return {
      completed: this.#completed,
      longestMs: this.#longestMs,
      meanMs: this.#completed === 0 ? 0 : this.#sumMs / this.#completed,
      sinceLastMs: this.#lastMs === null ? Number.POSITIVE_INFINITY : performance.now() - this.#lastMs,
    };
  }

  /** This worker asks for a rebalance. */
  asked(reasons: readonly string[]): void {
    this.#reasons.push(...reasons);
  }

  /** This worker joins anew. */
  began(): void {
    this.#beganMs ??= performance.now();
  }

  /** @param owners - who has what; known to the leader. */
  ended({ assignment, generationId }: AssignedWork, owners: WorkOwners | null): void {
    const nowMs = performance.now();
    const durationMs = nowMs - (this.#beganMs ?? nowMs);
    this.#beganMs = null;
    this.#lastMs = nowMs;
    this.#completed++;
    this.#sumMs += durationMs;
    this.#longestMs = Math.max(this.#longestMs, durationMs);
    const known = [...new Set([...this.#reasons, ...this.#changesOf(owners)])];
    this.#reasons = [];
    this.#past.unshift({
      atMs: Date.now(),
      generation: generationId,
      durationMs: Math.round(durationMs),
      reasons: known.length > 0 ? known : ['another worker asked for it'],
      stopped: assignment.revoked.connectors.length + assignment.revoked.tasks.length,
      delayMs: assignment.delayMs,
    });
    this.#past.length = Math.min(this.#past.length, kept);
  }

  /** Who came and who went, as the leader sees it. */
  #changesOf(owners: WorkOwners | null): string[] {
    const before = this.#members;
    this.#members = owners?.members ?? null;
    if (before === null || owners === null) return [];
    const now = owners.members;
    return [
      ...[...now].filter(([id]) => !before.has(id)).map(([, url]) => `${url} joined`),
      ...[...before].filter(([id]) => !now.has(id)).map(([, url]) => `${url} is gone`),
    ];
  }
}
