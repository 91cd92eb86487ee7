const limit = 0;
const tasks = 1;

/**
 * What the records of all tasks of a worker may take up that wait for Kafka or for a sink, divided evenly among the tasks
 * there are. It stands in memory that all threads share, so that a share shrinks at once when another task comes.
 */
export class MemoryBudget {
  readonly memory: SharedArrayBuffer;
  readonly #numbers: Float64Array;

  constructor(memory: SharedArrayBuffer) {
    this.memory = memory;
    this.#numbers = new Float64Array(memory);
  }

  static ofBytes(limitBytes: number): MemoryBudget {
    const budget = new MemoryBudget(new SharedArrayBuffer(16));
    budget.#numbers[limit] = limitBytes;
    return budget;
  }

  /** What one task may use. */
  get shareBytes(): number {
    return (this.#numbers[limit] as number) / Math.max(1, this.#numbers[tasks] as number);
  }

  /** A task takes part. Only the control thread calls this. @returns how it leaves; once, however often it is called. */
  enter(): () => void {
    let isIn = true;
    this.#count(1);
    return () => {
      if (isIn) this.#count(-1);
      isIn = false;
    };
  }

  #count(change: number): void {
    this.#numbers[tasks] = (this.#numbers[tasks] as number) + change;
  }
}
