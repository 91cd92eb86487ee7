import { newProgressMemory, progressMemory, slots, type ProgressMemory } from './progress-memory.ts';
import { stages, type Stage } from './stages.ts';

const stageNumbers = Object.fromEntries(stages.map((stage, index) => [stage, index])) as Readonly<
  Record<Stage, number>
>;

/**
 * Tells how a task gets on: a few numbers in shared memory, written batch by batch, that the control thread reads
 * whenever it likes, also while this thread is blocked.
 */
export class TaskProgress {
  readonly memory: SharedArrayBuffer;
  readonly #memory: ProgressMemory;
  readonly #onWork: () => void;
  #subject = '';
  #problem = '';

  /** @param onWork - called whenever the task begins something. */
  constructor(memory: SharedArrayBuffer = newProgressMemory(), onWork: () => void = () => undefined) {
    this.memory = memory;
    this.#memory = progressMemory(memory);
    this.#onWork = onWork;
    const { numbers } = this.#memory;
    numbers[slots.stageSinceMs] = nowMs();
    numbers[slots.receivedAtMs] = nowMs();
    numbers[slots.lag] = -1;
    numbers[slots.partitions] = -1;
  }

  /** The task begins something, which ends what it did before. */
  enter(stage: Stage): void {
    const { numbers, stageTotalsMs } = this.#memory;
    const enteredMs = nowMs();
    const before = numbers[slots.stage] as number;
    stageTotalsMs[before] =
      (stageTotalsMs[before] as number) + enteredMs - (numbers[slots.stageSinceMs] as number);
    numbers[slots.stageSinceMs] = enteredMs;
    numbers[slots.stage] = stageNumbers[stage];
    this.#onWork();
  }

  /** Records came from the other system, or from Kafka. */
  received(records: number): void {
    if (records > 0) this.#count(slots.received, slots.receivedAtMs, records);
  }

  /** Records were acknowledged by Kafka, or taken by the task. */
  delivered(records: number): void {
    if (records > 0) this.#count(slots.delivered, slots.deliveredAtMs, records);
  }

  /** So many records are handed over and not acknowledged. */
  inFlight(records: number): void {
    const { numbers } = this.#memory;
    if (records > 0 && numbers[slots.inFlight] === 0) numbers[slots.inFlightSinceMs] = nowMs();
    numbers[slots.inFlight] = records;
  }

  /** What of Kafka the task has to read. */
  reads(partitions: number, lag: number | null): void {
    const { numbers } = this.#memory;
    numbers[slots.partitions] = partitions;
    numbers[slots.lag] = lag ?? -1;
  }

  committed(isDone: boolean): void {
    this.#outcome(slots.commitsFailSinceMs, isDone);
  }

  /** The last step failed in a way that may pass, or succeeded after all. */
  retries(isDone: boolean): void {
    this.#outcome(slots.retriesSinceMs, isDone);
  }

  /** What the task waits for. */
  waitsFor(subject: string): void {
    this.#subject = subject;
    this.#note();
  }

  /** What went wrong last, which may have to do with what it waits for. */
  troubledBy(problem: string): void {
    this.#problem = problem;
    this.#note();
  }

  /** A step failed in a way that may pass; it is taken again after a while. */
  failedForNow(error: unknown): void {
    this.retries(false);
    this.troubledBy(messageOf(error));
    this.enter('back-off');
  }

  #note(): void {
    const { numbers, note } = this.#memory;
    const problem = this.#problem === '' ? '' : ` (last trouble: ${this.#problem})`;
    const bytes = Buffer.from(this.#subject + problem).subarray(0, note.length);
    // A reader must not take the old length with the new text.
    numbers[slots.noteBytes] = 0;
    note.set(bytes);
    numbers[slots.noteBytes] = bytes.length;
  }

  #count(slot: number, atSlot: number, records: number): void {
    const { numbers } = this.#memory;
    numbers[slot] = (numbers[slot] as number) + records;
    numbers[atSlot] = nowMs();
  }

  #outcome(slot: number, isDone: boolean): void {
    const { numbers } = this.#memory;
    if (isDone) numbers[slot] = 0;
    else if (numbers[slot] === 0) numbers[slot] = nowMs();
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Of a clock that never goes back, and is the same in every thread. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
