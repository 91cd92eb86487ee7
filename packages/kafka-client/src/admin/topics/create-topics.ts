import { createTopicsApi, type RequestInputOf, type ResponseOf } from '@sluice/kafka-protocol';
import type { AdminRequests } from '../requests/admin-requests.ts';
import { controllerRoute } from '../requests/broker-routes.ts';
import type { Outcomes } from '../requests/outcome.ts';
import { byKey } from '../requests/partition-items.ts';
import type { ValidateOptions } from '../requests/validate-options.ts';
import { idOrNone } from './topic-id.ts';

export interface NewTopic {
  readonly name: string;
  /** -1 (default) is the broker's default. */
  readonly partitions?: number;
  /** -1 (default) is the broker's default. */
  readonly replicationFactor?: number;
  /** The brokers of each partition, the preferred leader first; in place of the two above. */
  readonly assignments?: readonly (readonly number[])[];
  readonly configs?: Readonly<Record<string, string>>;
}

export interface CreatedTopic {
  /** `null` where the broker is too old to tell, or nothing was created. */
  readonly topicId: string | null;
  /** This and what follows is `null` where the broker is too old (before 2.4) or the client may not see it. */
  readonly partitions: number | null;
  readonly replicationFactor: number | null;
  /** With the broker's defaults; `null` for secrets. */
  readonly configs: ReadonlyMap<string, string | null> | null;
}

export async function createTopics(
  requests: AdminRequests,
  topics: readonly NewTopic[],
  { validateOnly = false }: ValidateOptions,
): Promise<Outcomes<CreatedTopic>> {
  const named = byKey(topics, ({ name }) => name);
  const timeoutMs = requests.requestTimeoutMs;
  return await requests.run(
    named.keys(),
    {
      api: createTopicsApi,
      body: (names) => ({
        topics: names.flatMap((name) => named.get(name) ?? []).map(toWire),
        timeoutMs,
        validateOnly,
      }),
      answers: (response: ResponseOf<typeof createTopicsApi>) =>
        response.topics.map((topic) => ({ ...topic, key: topic.name, value: created(topic) })),
      action: (name) => `Create topic ${name}`,
      place: (name) => ({ topic: name }),
    },
    { route: controllerRoute(requests) },
  );
}

type WireTopic = RequestInputOf<typeof createTopicsApi>['topics'][number];

function toWire({
  name,
  partitions = -1,
  replicationFactor = -1,
  assignments,
  configs = {},
}: NewTopic): WireTopic {
  const isAssigned = assignments !== undefined;
  return {
    name,
    numPartitions: isAssigned ? -1 : partitions,
    replicationFactor: isAssigned ? -1 : replicationFactor,
    assignments: (assignments ?? []).map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
    configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
  };
}

type TopicAnswer = ResponseOf<typeof createTopicsApi>['topics'][number];

function created({ topicId, numPartitions, replicationFactor, configs }: TopicAnswer): CreatedTopic {
  const isTold = numPartitions >= 0;
  return {
    topicId: idOrNone(topicId),
    partitions: isTold ? numPartitions : null,
    replicationFactor: isTold ? replicationFactor : null,
    configs: isTold && configs !== null ? new Map(configs.map(({ name, value }) => [name, value])) : null,
  };
}
