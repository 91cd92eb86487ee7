import { KafkaError } from '../../errors/kafka-error.ts';
import { backoffMs, type BackoffOptions } from '../../timing/backoff.ts';
import { delay, type Deadline } from '../../timing/delay.ts';
import { AttemptReport } from './attempt-report.ts';
import type { Outcome } from './outcome.ts';

/** Asks about the things once, and reports what came of each. What it throws counts for all it did not report. */
export type Attempt<T> = (keys: readonly string[], report: AttemptReport<T>) => Promise<void>;

export interface SettleOptions {
  readonly deadline: Deadline;
  /** How often to try again at most, whatever time there is. */
  readonly maxRetries: number;
  readonly backoff: BackoffOptions;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** What is done to a thing, for errors: `Create topic t`. */
  readonly action: (key: string) => string;
  /** Who to name where it is not known which broker is slow. */
  readonly bootstrapServers: string;
  /** Whether an error is to be reported though waiting might help. */
  readonly isFinal: (error: KafkaError) => boolean;
}

/** Tries again for those things whose error may pass, while there is time. Every key has an outcome in the end. */
export async function settleAll<T>(
  keys: Iterable<string>,
  attempt: Attempt<T>,
  options: SettleOptions,
): Promise<Map<string, Outcome<T>>> {
  const { deadline, backoff, signal, isFinal, maxRetries } = options;
  const outcomes = new Map<string, Outcome<T>>();
  let open = [...new Set(keys)];
  for (let failures = 1; open.length > 0; failures += 1) {
    const report = await attemptInTime(open, attempt, deadline);
    for (const key of open)
      outcomes.set(key, outcomeOf(key, report, { ...options, last: outcomes.get(key) }));
    open = open.filter((key) => {
      const outcome = outcomes.get(key);
      return outcome instanceof KafkaError && outcome.retriable && !isFinal(outcome);
    });
    const pauseMs = Math.max(backoffMs(failures, backoff), report.minPauseMs);
    const isSpent = failures > maxRetries || deadline.remainingMs <= pauseMs;
    if (open.length === 0 || signal.aborted || isSpent) break;
    await delay(pauseMs, signal);
  }
  return outcomes;
}

async function attemptInTime<T>(
  keys: readonly string[],
  attempt: Attempt<T>,
  deadline: Deadline,
): Promise<AttemptReport<T>> {
  const report = new AttemptReport<T>();
  const timer = new AbortController();
  const timeIsUp = delay(deadline.remainingMs, timer.signal).then(() => {
    if (!timer.signal.aborted) report.abandon();
  });
  const asking = attempt(keys, report).catch((error: unknown) => {
    if (!(error instanceof KafkaError)) throw error;
    report.fail(
      keys.filter((key) => report.outcomeOf(key) === undefined),
      error,
    );
  });
  await Promise.race([asking, timeIsUp]).finally(() => timer.abort());
  return report;
}

function outcomeOf<T>(
  key: string,
  report: AttemptReport<T>,
  { last, action, bootstrapServers }: SettleOptions & { readonly last: Outcome<T> | undefined },
): Outcome<T> {
  const outcome = report.outcomeOf(key);
  if (outcome !== undefined) return outcome;
  const broker = report.brokerAskedFor(key) ?? bootstrapServers;
  const before = last instanceof KafkaError ? last : undefined;
  const at = `Kafka at ${broker}: ${action(key)}`;
  if (!report.isAbandoned)
    return new KafkaError('UNKNOWN_SERVER_ERROR', `${at}: not in the answer`, { broker });
  const history = before === undefined ? '' : `; before that: ${before.message}`;
  const message = `${at}: not done within default.api.timeout.ms${history}`;
  return new KafkaError('REQUEST_TIMED_OUT', message, { broker, cause: before });
}
