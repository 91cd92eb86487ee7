import type { InstanceState } from '../../states.ts';

/** Which share of its life something spent in which state. Time it was stopped does not count. */
export class StateTimes {
  readonly #spentMs = new Map<InstanceState, number>();
  #state: InstanceState;
  #sinceMs: number;

  constructor(state: InstanceState, nowMs: number) {
    this.#state = state;
    this.#sinceMs = nowMs;
  }

  enter(state: InstanceState, nowMs: number): void {
    this.#spentMs.set(this.#state, this.#spent(this.#state, nowMs));
    this.#state = state;
    this.#sinceMs = nowMs;
  }

  /** 0 before any time has passed. */
  share(state: InstanceState, nowMs: number): number {
    const counted: readonly InstanceState[] = ['UNASSIGNED', 'RUNNING', 'PAUSED', 'FAILED', 'RESTARTING'];
    const lifeMs = counted.reduce((sum, each) => sum + this.#spent(each, nowMs), 0);
    return lifeMs === 0 ? 0 : this.#spent(state, nowMs) / lifeMs;
  }

  #spent(state: InstanceState, nowMs: number): number {
    const before = this.#spentMs.get(state) ?? 0;
    return state === this.#state ? before + nowMs - this.#sinceMs : before;
  }
}
