import { KafkaError } from '../errors/kafka-error.ts';
import { backoffMs, type BackoffOptions } from './backoff.ts';
import { Deadline, delay } from './delay.ts';

export interface RetryOptions {
  readonly timeoutMs: number;
  readonly backoff: BackoffOptions;
  readonly signal?: AbortSignal | undefined;
  /** Whether an error may pass; those that are retriable by default. */
  readonly mayPass?: (error: unknown) => boolean;
}

export function isRetriableError(error: unknown): boolean {
  return error instanceof KafkaError && error.retriable;
}

/** Tries again while the error is one that may pass and there is time; then throws the last one. */
export async function retry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { timeoutMs, backoff, signal, mayPass = isRetriableError } = options;
  const deadline = new Deadline(timeoutMs);
  for (let failures = 1; ; failures += 1) {
    try {
      signal?.throwIfAborted();
      return await attempt();
    } catch (error) {
      const waitMs = backoffMs(failures, backoff);
      if (!mayPass(error) || deadline.remainingMs <= waitMs) throw error;
      await delay(waitMs, signal);
    }
  }
}
