import { errorCodes, offsetForLeaderEpochApi, type ResponseInputOf } from '@sluice/kafka-protocol';
import type { Broker } from '../../broker.ts';
import { handleApi } from '../../requests/api-handler.ts';
import { RequestError } from '../../requests/request-error.ts';
import { requirePartition, requireTopic } from '../../topics/find-topic.ts';

type PartitionResult = ResponseInputOf<
  typeof offsetForLeaderEpochApi
>['topics'][number]['partitions'][number];

const leaderEpoch = 0;

interface EpochQuestion {
  readonly partition: number;
  readonly currentLeaderEpoch: number;
  readonly leaderEpoch: number;
}

export const offsetForLeaderEpoch = handleApi(offsetForLeaderEpochApi, {
  versions: [2, 4],
  notes: 'There was never another leader: epoch 0 is the only one.',
  async handle({ topics }, { broker }) {
    return {
      topics: await Promise.all(
        topics.map(async ({ topic, partitions }) => ({
          topic,
          partitions: await Promise.all(partitions.map((question) => endOfEpoch(broker, topic, question))),
        })),
      ),
    };
  },
});

async function endOfEpoch(broker: Broker, name: string, question: EpochQuestion): Promise<PartitionResult> {
  const { partition, currentLeaderEpoch } = question;
  try {
    const topic = requireTopic(broker.topics, { name, id: '', byId: false });
    requirePartition(topic, partition);
    if (currentLeaderEpoch > leaderEpoch) {
      throw new RequestError('UNKNOWN_LEADER_EPOCH', 'The leader epoch has not come.');
    }
    if (question.leaderEpoch !== leaderEpoch) return { partition, errorCode: errorCodes.NONE };
    const { endOffset } = await topic.log(partition);
    return { partition, errorCode: errorCodes.NONE, leaderEpoch, endOffset: BigInt(endOffset) };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { partition, errorCode: errorCodes[error.error] };
  }
}
