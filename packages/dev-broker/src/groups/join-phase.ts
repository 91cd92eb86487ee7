import type { StartTimer, Timer } from './timers.ts';

export interface JoinPhaseLimits {
  /** After this time the phase ends without those who have not joined. */
  readonly timeoutMs: number;
  /** A phase with a delay lasts at least so long, and again so long whenever someone new joined meanwhile. */
  readonly delayMs: number;
}

/** The time in which the members of a group join again. */
export class JoinPhase {
  readonly #startTimer: StartTimer;
  readonly #onEnd: () => void;
  #timer: Timer | null = null;
  #delayed = false;
  #newMembers = false;

  constructor(startTimer: StartTimer, onEnd: () => void) {
    this.#startTimer = startTimer;
    this.#onEnd = onEnd;
  }

  /** Whether to wait even though all members have joined. */
  get isDelayed(): boolean {
    return this.#delayed;
  }

  start({ timeoutMs, delayMs }: JoinPhaseLimits): void {
    this.stop();
    if (delayMs > 0) this.#delay(delayMs, timeoutMs);
    else this.#timer = this.#startTimer(timeoutMs, this.#onEnd);
  }

  memberAdded(): void {
    this.#newMembers = true;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#delayed = false;
  }

  #delay(delayMs: number, remainingMs: number): void {
    const waitMs = Math.min(delayMs, remainingMs);
    this.#delayed = true;
    this.#newMembers = false;
    this.#timer = this.#startTimer(waitMs, () => {
      if (this.#newMembers && remainingMs > waitMs) this.#delay(delayMs, remainingMs - waitMs);
      else {
        this.#delayed = false;
        this.#onEnd();
      }
    });
  }
}
