import {
  createPartitionsApi,
  errorCodes,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import { nodeId, type Broker } from '../../broker.ts';
import { handleApi } from '../../requests/api-handler.ts';
import { RequestError } from '../../requests/request-error.ts';
import { requireTopic } from '../../topics/find-topic.ts';

type WantedGrowth = RequestOf<typeof createPartitionsApi>['topics'][number];
type GrowthResult = ResponseInputOf<typeof createPartitionsApi>['results'][number];

export const createPartitions = handleApi(createPartitionsApi, {
  versions: [0, 3],
  notes: 'All partitions are on the one node.',
  async handle({ topics, validateOnly }, { broker }) {
    const results: GrowthResult[] = [];
    for (const wanted of topics) results.push(await growTopic(broker, wanted, validateOnly));
    return { results };
  },
});

async function growTopic(broker: Broker, wanted: WantedGrowth, validateOnly: boolean): Promise<GrowthResult> {
  const { name, count } = wanted;
  try {
    const topic = requireTopic(broker.topics, { name, id: '', byId: false });
    broker.topics.checkGrowth(topic, count);
    checkAssignments(wanted, count - topic.partitionCount);
    if (!validateOnly) await broker.topics.grow(topic, count);
    return { name, errorCode: errorCodes.NONE };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { name, errorCode: errorCodes[error.error], errorMessage: error.message };
  }
}

function checkAssignments({ assignments }: WantedGrowth, newPartitions: number): void {
  if (assignments === null) return;
  const isOurs = assignments.every(({ brokerIds }) => brokerIds.length === 1 && brokerIds[0] === nodeId);
  if (isOurs && assignments.length === newPartitions) return;
  throw new RequestError(
    'INVALID_REPLICA_ASSIGNMENT',
    `The assignment has to name broker ${nodeId} alone for each of the ${newPartitions} new partition(s).`,
  );
}
