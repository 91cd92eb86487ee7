import { errorCodes } from '@sluice/kafka-protocol';
import { KafkaError } from '../../errors/kafka-error.ts';
import { refusal } from '../../errors/refusal.ts';
import { formatAddress } from '../../settings/bootstrap-servers.ts';
import type { AdminRequests } from './admin-requests.ts';
import type { AttemptReport } from './attempt-report.ts';
import type { BulkCall, ItemAnswer, Placement } from './bulk-call.ts';

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
  const place = link === null ? {} : { broker: formatAddress(link.address) };
  if (place.broker !== undefined) report.asked(keys, place.broker);
  try {
    const response = await requests.ask(link, call.api, call.body(keys));
    for (const answer of call.answers(response, keys)) {
      report.settle(answer.key, answer.errorCode === errorCodes.NONE ? answer.value : refused(answer));
    }
    if (keys.some((key) => isOverQuota(report.outcomeOf(key)))) report.pause(throttleTimeMsIn(response));
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    report.fail(keys, error);
  }

  function refused({ key, errorCode, errorMessage }: ItemAnswer<T>): KafkaError {
    const detail = call.explain?.[errorCode] ?? errorMessage ?? null;
    const where = { ...place, ...call.place?.(key) };
    return refusal({ code: errorCode, action: call.action(key), detail, ...where });
  }
}

function isOverQuota(outcome: unknown): boolean {
  return outcome instanceof KafkaError && outcome.is('THROTTLING_QUOTA_EXCEEDED');
}

function throttleTimeMsIn(response: unknown): number {
  return (response as { readonly throttleTimeMs?: number }).throttleTimeMs ?? 0;
}
