import { initProducerIdApi, type ResponseOf } from '@sluice/kafka-protocol';
import type { AdminRequests } from '../requests/admin-requests.ts';
import { coordinatorRoute } from '../requests/coordinator-routes.ts';
import type { Outcomes } from '../requests/outcome.ts';

/** What the coordinator has now for the transactional id; producers of earlier epochs are refused. */
export interface FencedProducer {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

export function fenceProducers(
  requests: AdminRequests,
  transactionalIds: readonly string[],
): Promise<Outcomes<FencedProducer>> {
  return requests.run(
    transactionalIds,
    {
      api: initProducerIdApi,
      single: true,
      // Nothing is written under the new epoch, so that its time-out matters to nobody; it must be positive.
      body: ([transactionalId = '']) => ({
        transactionalId,
        transactionTimeoutMs: Math.max(1, requests.requestTimeoutMs),
      }),
      answers: (
        { errorCode, producerId, producerEpoch }: ResponseOf<typeof initProducerIdApi>,
        [key = ''],
      ) => [{ key, errorCode, value: { producerId, producerEpoch } }],
      action: (key) => `Fence the producers of transactional id ${key}`,
    },
    { route: coordinatorRoute(requests, 'transactional id') },
  );
}
