import { errorCodes } from '@sluice/kafka-protocol';
import { KafkaError } from '../../errors/kafka-error.ts';
import { refusal } from '../../errors/refusal.ts';
import { formatAddress } from '../../settings/bootstrap-servers.ts';
import type { AdminRequests } from './admin-requests.ts';
import type { AttemptReport } from './attempt-report.ts';
import type { BulkCall, ItemAnswer, Placement } from './bulk-call.ts';
import type { Outcome } from './outcome.ts';

export interface Asking<In, Out, T> {
  readonly requests: AdminRequests;
  readonly call: BulkCall<In, Out, T>;
  readonly report: AttemptReport<T>;
}

/** Asks one broker, and reports what it says of each thing. */
export async function askPlacement<In, Out, T>(
  { link, keys }: Placement,
  asking: Asking<In, Out, T>,
): Promise<void> {
  const { call } = asking;
  const parts = call.single === true ? keys.map((key) => [key]) : [keys];
  await Promise.all(parts.map((part) => askOnce({ link, keys: part }, asking)));
}

async function askOnce<In, Out, T>(
  { link, keys }: Placement,
  { requests, call, report }: Asking<In, Out, T>,
): Promise<void> {
  if (link !== null) report.asked(keys, formatAddress(link.address));
  try {
    const { response, broker } = await requests.ask(link, call.api, call.body(keys));
    for (const answer of readable(call.answers(response, keys), broker)) {
      report.settle(answer.key, outcomeIn(answer, { call, broker }));
    }
    if (keys.some((key) => isOverQuota(report.outcomeOf(key)))) report.pause(throttleTimeMsIn(response));
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    report.fail(keys, error);
  }
}

/** The answers, up to the first that tells what cannot be: the broker that tells it is named. */
function* readable<T>(answers: Iterable<ItemAnswer<T>>, broker: string): Generator<ItemAnswer<T>> {
  try {
    yield* answers;
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    throw new KafkaError(error.code, `Kafka at ${broker}: ${error.message}`, { broker, cause: error });
  }
}

interface Answered<T> {
  readonly call: Pick<BulkCall<never, never, T>, 'action' | 'explain' | 'place'>;
  readonly broker: string;
}

function outcomeIn<T>(
  { key, errorCode: code, errorMessage, value }: ItemAnswer<T>,
  { call, broker }: Answered<T>,
): Outcome<T> {
  if (code === errorCodes.NONE) return value;
  const detail = call.explain?.[code] ?? errorMessage ?? null;
  return refusal({ code, action: call.action(key), detail, broker, ...call.place?.(key) });
}

function isOverQuota(outcome: unknown): boolean {
  return outcome instanceof KafkaError && outcome.is('THROTTLING_QUOTA_EXCEEDED');
}

function throttleTimeMsIn(response: unknown): number {
  return (response as { readonly throttleTimeMs?: number }).throttleTimeMs ?? 0;
}
