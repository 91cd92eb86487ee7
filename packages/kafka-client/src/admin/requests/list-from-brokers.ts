import { errorCodes } from '@sluice/kafka-protocol';
import { KafkaError } from '../../errors/kafka-error.ts';
import type { AdminRequests } from './admin-requests.ts';
import { ownBrokerRoute } from './broker-routes.ts';
import type { BulkCall } from './bulk-call.ts';

/** What all brokers together have, and which of them did not tell. */
export interface BrokerListing<T> {
  readonly items: readonly T[];
  /** By broker id; empty when the items are all there are. */
  readonly failures: ReadonlyMap<number, KafkaError>;
}

export interface ListCall<In, Out, T> extends Pick<BulkCall<In, Out, readonly T[]>, 'api'> {
  readonly body: ReturnType<BulkCall<In, Out, readonly T[]>['body']>;
  readonly errorCodeOf: (response: Out) => number;
  readonly itemsOf: (response: Out) => readonly T[];
  /** What is listed, for errors: `groups`. */
  readonly things: string;
}

/** Asks every broker for what it alone knows. Rejects with a KafkaError when it is not known which brokers there are. */
export async function listFromBrokers<In, Out, T>(
  requests: AdminRequests,
  { api, body, errorCodeOf, itemsOf, things }: ListCall<In, Out, T>,
): Promise<BrokerListing<T>> {
  const deadline = requests.newDeadline();
  const { brokers } = await requests.retry(`List ${things}`, () => requests.metadata([]), deadline);
  const outcomes = await requests.run<In, Out, readonly T[]>(
    brokers.map(({ nodeId }) => String(nodeId)),
    {
      api,
      body: () => body,
      single: true,
      answers(response, keys) {
        const errorCode = errorCodeOf(response);
        const value = errorCode === errorCodes.NONE ? itemsOf(response) : [];
        return keys.map((key) => ({ key, errorCode, value }));
      },
      action: (nodeId) => `List ${things} of broker ${nodeId}`,
    },
    { route: ownBrokerRoute(requests, Number), deadline },
  );
  const failures = new Map<number, KafkaError>();
  const items: T[] = [];
  for (const [nodeId, outcome] of outcomes) {
    if (outcome instanceof KafkaError) failures.set(Number(nodeId), outcome);
    else items.push(...outcome);
  }
  return { items, failures };
}
