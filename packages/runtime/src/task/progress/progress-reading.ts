import { progressMemory, slots } from './progress-memory.ts';
import { stages, type Stage } from './stages.ts';

type Numbers = Readonly<
  Record<Exclude<keyof typeof slots, 'stage' | 'noteBytes' | 'lag' | 'partitions'>, number>
>;

/** How a task got on at a time; see the writer for the meaning. */
export interface ProgressReading extends Numbers {
  readonly stage: Stage;
  readonly stageTotalsMs: Readonly<Record<Stage, number>>;
  readonly lag: number | null;
  readonly partitions: number | null;
  readonly note: string;
}

/** Reads what a task writes; numbers may be those of different moments, a batch apart. */
export function readProgress(shared: SharedArrayBuffer): ProgressReading {
  const { numbers, stageTotalsMs, note } = progressMemory(shared);
  const at = (name: keyof typeof slots): number => numbers[slots[name]] as number;
  const known = (name: keyof typeof slots): number | null => (at(name) < 0 ? null : at(name));
  const totals = stages.map((stage, index) => [stage, stageTotalsMs[index]] as const);
  return {
    stage: stages[at('stage')] ?? 'none',
    stageSinceMs: at('stageSinceMs'),
    stageTotalsMs: Object.fromEntries(totals) as Readonly<Record<Stage, number>>,
    received: at('received'),
    receivedAtMs: at('receivedAtMs'),
    delivered: at('delivered'),
    deliveredAtMs: at('deliveredAtMs'),
    inFlight: at('inFlight'),
    inFlightSinceMs: at('inFlightSinceMs'),
    commitsFailSinceMs: at('commitsFailSinceMs'),
    retriesSinceMs: at('retriesSinceMs'),
    lag: known('lag'),
    partitions: known('partitions'),
    note: Buffer.from(note.slice(0, at('noteBytes'))).toString(),
  };
}
