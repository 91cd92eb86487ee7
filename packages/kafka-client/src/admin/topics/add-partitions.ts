import { createPartitionsApi, type ResponseOf } from '@sluice/kafka-protocol';
import type { AdminRequests } from '../requests/admin-requests.ts';
import { controllerRoute } from '../requests/broker-routes.ts';
import type { Outcomes } from '../requests/outcome.ts';
import { byKey } from '../requests/partition-items.ts';
import type { ValidateOptions } from '../requests/validate-options.ts';

export interface NewPartitions {
  readonly topic: string;
  /** How many there are to be, those that exist included. */
  readonly total: number;
  /** The brokers of each new partition, the preferred leader first; the broker chooses when absent. */
  readonly assignments?: readonly (readonly number[])[];
}

export async function addPartitions(
  requests: AdminRequests,
  topics: readonly NewPartitions[],
  { validateOnly = false }: ValidateOptions,
): Promise<Outcomes<null>> {
  const named = byKey(topics, ({ topic }) => topic);
  const timeoutMs = requests.requestTimeoutMs;
  return await requests.run(
    named.keys(),
    {
      api: createPartitionsApi,
      body: (names) => ({
        topics: names
          .flatMap((name) => named.get(name) ?? [])
          .map(({ topic, total, assignments }) => ({
            name: topic,
            count: total,
            assignments: assignments?.map((brokerIds) => ({ brokerIds })) ?? null,
          })),
        timeoutMs,
        validateOnly,
      }),
      answers: ({ results }: ResponseOf<typeof createPartitionsApi>) =>
        results.map((result) => ({ ...result, key: result.name, value: null })),
      action: (name) => `Add partitions to topic ${name}`,
      place: (name) => ({ topic: name }),
    },
    { route: controllerRoute(requests) },
  );
}
