import { electLeadersApi, errorCodes, type ResponseOf } from '@sluice/kafka-protocol';
import { partitionKey, type TopicPartition } from '../../topic-partition.ts';
import { wireNames } from '../names/wire-names.ts';
import { tooOld } from '../names/unsupported.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import { controllerRoute } from '../requests/broker-routes.ts';
import type { ItemAnswer } from '../requests/bulk-call.ts';
import type { PartitionOutcome } from '../requests/outcome.ts';
import {
  byPartition,
  groupByTopic,
  partitionLabel,
  partitionOutcomes,
  partitionPlace,
} from '../requests/partition-items.ts';

export type Election = 'PREFERRED' | 'UNCLEAN';
export type ElectionResult = 'elected' | 'not needed';

const electionNames = wireNames<Readonly<Record<Election, number>>>({ PREFERRED: 0, UNCLEAN: 1 });

export async function electLeaders(
  requests: AdminRequests,
  partitions: readonly TopicPartition[],
  election: Election,
): Promise<PartitionOutcome<ElectionResult>[]> {
  const items = byPartition(partitions);
  const electionType = electionNames.codeOf(election);
  const outcomes = await requests.run(
    items.keys(),
    {
      api: electLeadersApi,
      body: (keys) => (version) => {
        if (version < 1 && election === 'UNCLEAN') throw tooOld('elect unclean leaders', '2.4');
        return {
          ...(version < 1 ? {} : { electionType }),
          topicPartitions: [...groupByTopic(items, keys)].map(([topic, ones]) => ({
            topic,
            partitions: ones.map(({ partition }) => partition),
          })),
          timeoutMs: requests.requestTimeoutMs,
        };
      },
      answers: electionAnswers,
      action: (key) => `Elect a leader of ${partitionLabel(items, key)}`,
      place: (key) => partitionPlace(items, key),
      // Waiting does not bring a broker back: whoever asks decides what to do about it.
      finalCodes: [errorCodes.PREFERRED_LEADER_NOT_AVAILABLE, errorCodes.ELIGIBLE_LEADERS_NOT_AVAILABLE],
    },
    { route: controllerRoute(requests) },
  );
  return partitionOutcomes(items, outcomes);
}

function electionAnswers(
  { errorCode, replicaElectionResults }: ResponseOf<typeof electLeadersApi>,
  keys: readonly string[],
): ItemAnswer<ElectionResult>[] {
  if (errorCode !== errorCodes.NONE) return keys.map((key) => ({ key, errorCode, value: 'not needed' }));
  return replicaElectionResults.flatMap(({ topic, partitionResult }) =>
    partitionResult.map(({ partitionId, errorCode: code, errorMessage }): ItemAnswer<ElectionResult> => {
      const key = partitionKey(topic, partitionId);
      return code === errorCodes.ELECTION_NOT_NEEDED
        ? { key, errorCode: errorCodes.NONE, value: 'not needed' }
        : { key, errorCode: code, errorMessage, value: 'elected' };
    }),
  );
}
