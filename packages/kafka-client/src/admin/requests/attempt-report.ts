import type { KafkaError } from '../../errors/kafka-error.ts';
import type { Outcome } from './outcome.ts';

/** What one attempt at many things has found out so far. */
export class AttemptReport<T> {
  readonly #outcomes = new Map<string, Outcome<T>>();
  readonly #askedBrokers = new Map<string, string>();
  #minPauseMs = 0;
  #isAbandoned = false;

  /** Whether nobody waits for the attempt any more: its time is over. */
  get isAbandoned(): boolean {
    return this.#isAbandoned;
  }

  /** How long to wait before the next attempt, if there is one. */
  get minPauseMs(): number {
    return this.#minPauseMs;
  }

  settle(key: string, outcome: Outcome<T>): void {
    this.#outcomes.set(key, outcome);
  }

  fail(keys: Iterable<string>, error: KafkaError): void {
    for (const key of keys) this.settle(key, error);
  }

  /** Says whose answer is awaited. */
  asked(keys: Iterable<string>, broker: string): void {
    for (const key of keys) this.#askedBrokers.set(key, broker);
  }

  /** Asks for a pause before the next attempt, as brokers do whose quota is used up. */
  pause(minPauseMs: number): void {
    this.#minPauseMs = Math.max(this.#minPauseMs, minPauseMs);
  }

  abandon(): void {
    this.#isAbandoned = true;
  }

  outcomeOf(key: string): Outcome<T> | undefined {
    return this.#outcomes.get(key);
  }

  brokerAskedFor(key: string): string | undefined {
    return this.#askedBrokers.get(key);
  }
}
