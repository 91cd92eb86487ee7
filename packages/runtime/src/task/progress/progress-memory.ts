import { stages } from './stages.ts';

/** Where each number stands; times are milliseconds since 1970. */
export const slots = {
  stage: 0,
  stageSinceMs: 1,
  received: 2,
  receivedAtMs: 3,
  delivered: 4,
  deliveredAtMs: 5,
  /** Handed over and not acknowledged. */
  inFlight: 6,
  inFlightSinceMs: 7,
  /** Records that Kafka has for the task; -1 when that is not known. */
  lag: 8,
  /** -1 when there is no such thing. */
  partitions: 9,
  /** When the last success was followed by failures only; 0 while there are none. */
  commitsFailSinceMs: 10,
  retriesSinceMs: 11,
  noteBytes: 12,
} as const;

const slotCount = Object.keys(slots).length;
const noteLimitBytes = 512;

/** The numbers of a task's progress, and a note, in memory that two threads share. */
export interface ProgressMemory {
  readonly numbers: Float64Array;
  /** Milliseconds that were spent in each stage. */
  readonly stageTotalsMs: Float64Array;
  readonly note: Uint8Array;
}

export function newProgressMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer((slotCount + stages.length) * 8 + noteLimitBytes);
}

export function progressMemory(shared: SharedArrayBuffer): ProgressMemory {
  const totalsAt = slotCount * 8;
  const noteAt = totalsAt + stages.length * 8;
  return {
    numbers: new Float64Array(shared, 0, slotCount),
    stageTotalsMs: new Float64Array(shared, totalsAt, stages.length),
    note: new Uint8Array(shared, noteAt),
  };
}
