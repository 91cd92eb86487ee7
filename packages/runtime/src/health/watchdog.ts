import type { PluginLogger } from '@sluice/connect-api';
import { formatTaskId, type TaskId } from '../states.ts';
import type { TaskReading } from '../task-host/task-host.ts';
import { nowMs } from '../task/progress/task-progress.ts';
import { judgeProgress, type HealthLimits, type Sample, type Verdict } from './judge-progress.ts';

interface Watched {
  readonly id: TaskId;
  readonly read: () => TaskReading;
  /** Oldest first; the first is about as old as the time for `slow`. */
  samples: Sample[];
  verdict: Verdict | null;
}

const samplesPerWindow = 12;
const longestTickMs = 5000;

/** Looks at the running tasks of a worker again and again, and says whether they get on. */
export class Watchdog {
  readonly #limits: HealthLimits;
  readonly #log: PluginLogger;
  readonly #timer: NodeJS.Timeout;
  readonly #watched = new Map<string, Watched>();

  constructor(limits: HealthLimits, log: PluginLogger) {
    this.#limits = limits;
    this.#log = log;
    const tickMs = Math.min(longestTickMs, limits.stalledMs / 5, limits.slowMs / samplesPerWindow);
    this.#timer = setInterval(() => this.#look(), Math.max(1, tickMs));
    this.#timer.unref();
  }

  watch(id: TaskId, read: () => TaskReading): void {
    this.#watched.set(formatTaskId(id), { id, read, samples: [], verdict: null });
  }

  forget(id: TaskId): void {
    this.#watched.delete(formatTaskId(id));
  }

  /** How a task is now; `null` when it is not watched or has not begun to run. */
  verdict(id: TaskId): Verdict | null {
    const watched = this.#watched.get(formatTaskId(id));
    return watched === undefined ? null : judge(watched, sampleOf(watched), this.#limits);
  }

  /** How all are that have begun to run. */
  *verdicts(): Generator<{ readonly id: TaskId; readonly verdict: Verdict }> {
    for (const watched of this.#watched.values()) {
      const verdict = judge(watched, sampleOf(watched), this.#limits);
      if (verdict !== null) yield { id: watched.id, verdict };
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watched.clear();
  }

  #look(): void {
    for (const watched of this.#watched.values()) {
      const sample = sampleOf(watched);
      const { verdict } = watched;
      watched.verdict = judge(watched, sample, this.#limits);
      this.#keep(watched, sample);
      this.#tell(watched, verdict);
    }
  }

  #keep(watched: Watched, sample: Sample): void {
    const { samples } = watched;
    const { slowMs } = this.#limits;
    const last = samples.at(-1);
    if (last !== undefined && sample.atMs - last.atMs < slowMs / samplesPerWindow) return;
    samples.push(sample);
    // The first stays as long as the second is too young to take its place.
    while (samples.length > 1 && sample.atMs - (samples[1] as Sample).atMs >= slowMs) samples.shift();
  }

  #tell({ id, verdict }: Watched, before: Verdict | null): void {
    if (verdict === null || verdict.state === (before?.state ?? 'healthy')) return;
    const isTrouble = verdict.state === 'stalled' || verdict.state === 'blocked' || verdict.state === 'slow';
    const fields = { ...id, health: verdict.state, reason: verdict.reason };
    if (isTrouble) this.#log.warn(fields, 'The task runs and does not get on');
    else this.#log.info(fields, 'The task is otherwise than before');
  }
}

function sampleOf({ read }: Watched): Sample {
  return { ...read(), atMs: nowMs() };
}

function judge({ samples }: Watched, sample: Sample, limits: HealthLimits): Verdict | null {
  if (sample.progress.stage === 'none') return null;
  return judgeProgress(samples[0] ?? sample, sample, limits);
}
