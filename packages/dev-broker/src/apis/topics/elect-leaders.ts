import { electLeadersApi, errorCodes } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';

const errorMessage = 'Leader election not needed for topic partition.';

export const electLeaders = handleApi(electLeadersApi, {
  versions: [0, 2],
  notes: 'The one node leads all partitions: there is never anything to elect.',
  handle({ topicPartitions }, { broker }) {
    return {
      replicaElectionResults: (topicPartitions ?? []).map(({ topic: name, partitions }) => ({
        topic: name,
        partitionResult: partitions.map((partitionId) =>
          broker.topics.findByName(name)?.hasPartition(partitionId) === true
            ? { partitionId, errorCode: errorCodes.ELECTION_NOT_NEEDED, errorMessage }
            : {
                partitionId,
                errorCode: errorCodes.UNKNOWN_TOPIC_OR_PARTITION,
                errorMessage: 'The partition does not exist.',
              },
        ),
      })),
    };
  },
});
