import type { TargetState } from '../states.ts';

/** What is wanted of a running task, and how the task learns of it. */
export class TaskControl {
  readonly #stop = new AbortController();
  readonly #cancel = new AbortController();
  #target: TargetState;
  #changed = Promise.withResolvers<void>();
  /** Called at every change, for whoever waits in something that a promise does not end. */
  onChange: () => void = () => undefined;

  constructor(target: TargetState) {
    this.#target = target;
  }

  /** Aborts when the task is to end. */
  get stopSignal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Aborts when the task took too long to end: nobody waits for it any more, and it must not write anything. */
  get cancelSignal(): AbortSignal {
    return this.#cancel.signal;
  }

  get stopping(): boolean {
    return this.#stop.signal.aborted;
  }

  get cancelled(): boolean {
    return this.#cancel.signal.aborted;
  }

  get paused(): boolean {
    return this.#target === 'PAUSED';
  }

  /** A task whose connector is stopped ends. */
  setTarget(target: TargetState): void {
    this.#target = target;
    if (target === 'STOPPED') this.stop();
    else this.#announce();
  }

  stop(): void {
    this.#stop.abort();
    this.#announce();
  }

  cancel(): void {
    this.#cancel.abort();
    this.stop();
  }

  /** Resolves when the task may run or is to end. */
  async untilNotPaused(): Promise<void> {
    while (this.paused && !this.stopping) await this.#changed.promise;
  }

  #announce(): void {
    const announced = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    announced.resolve();
    this.onChange();
  }
}
