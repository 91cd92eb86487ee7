import { ConnectError } from '@sluice/connect-api';
import { withinTime } from '../../../timing/within-time.ts';
import { staleConfiguration } from '../requests/cluster-errors.ts';

/** Lets requests through while the group is settled, and has them wait while its work is divided. */
export class SettledGate {
  readonly #patienceMs: number;
  #opening = Promise.withResolvers<void>();
  #isOpen = false;
  #isClosedForGood = false;

  /** @param patienceMs - how long requests wait. */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
    this.#opening.promise.catch(() => undefined);
  }

  /** @throws ConflictError when the group is not settled in time, ConnectError when the worker stops. */
  async passed(): Promise<void> {
    if (this.#isOpen) return;
    const outcome = await withinTime(this.#opening.promise, this.#patienceMs);
    if (outcome === 'timed-out') throw staleConfiguration();
  }

  set isOpen(isOpen: boolean) {
    if (isOpen === this.#isOpen || this.#isClosedForGood) return;
    this.#isOpen = isOpen;
    if (isOpen) {
      this.#opening.resolve();
      return;
    }
    this.#opening = Promise.withResolvers<void>();
    this.#opening.promise.catch(() => undefined);
  }

  /** Refuses all that waits and all that comes. */
  close(): void {
    this.isOpen = false;
    this.#isClosedForGood = true;
    this.#opening.reject(new ConnectError('Worker is shutting down', { code: 'WORKER_STOPPING' }));
  }
}
