import {
  errorCodes,
  txnOffsetCommitApi,
  type ErrorName,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import type { Broker } from '../../broker.ts';
import type { CommittedPartition } from '../../groups/committed-offsets.ts';
import { handleApi } from '../../requests/api-handler.ts';
import { committableOffset } from '../groups/committable-offset.ts';
import { admissionError } from './transaction-errors.ts';

type CommitRequest = RequestOf<typeof txnOffsetCommitApi>;
type PartitionRequest = CommitRequest['topics'][number]['partitions'][number];

const firstVersionWithAbortable = 4;
const firstVersionThatAdds = 5;

export const txnOffsetCommit = handleApi(txnOffsetCommitApi, {
  versions: [0, 5],
  notes: 'As a real broker; from version 5 on the group becomes part of the transaction by it.',
  refuse: ({ topics }, errorCode) => ({
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    })),
  }),
  async handle(request, { broker, version }) {
    const refusal = await admit(request, broker, version);
    if (refusal !== 'NONE') return respond(request, () => refusal);
    const checked = checkPartitions(request, broker);
    const accepted = [...checked.values()].filter((each) => typeof each !== 'string');
    const { groupId, producerId } = request;
    if (accepted.length > 0) await broker.groups.commitPending(groupId, Number(producerId), accepted);
    return respond(request, (partition) => {
      const result = checked.get(partition);
      return typeof result === 'string' ? result : 'NONE';
    });
  },
});

async function admit(
  request: CommitRequest,
  { groups, transactions }: Broker,
  version: number,
): Promise<ErrorName> {
  const { groupId, transactionalId, producerId, producerEpoch } = request;
  const refusal = groups.mayCommitInTransaction({
    groupId,
    generationId: request.generationId,
    memberId: request.memberId,
    instanceId: request.groupInstanceId,
  });
  if (refusal !== 'NONE') return refusal;
  const claim = { transactionalId, producerId: Number(producerId), epoch: producerEpoch };
  if (version >= firstVersionThatAdds && transactions.admitsGroup(claim, groupId) !== 'NONE') {
    const added = await transactions.add(claim, { groups: [groupId] });
    if (added !== 'NONE') return admissionError(added, true);
  }
  return admissionError(transactions.admitsGroup(claim, groupId), version >= firstVersionWithAbortable);
}

function checkPartitions(
  { topics }: CommitRequest,
  broker: Broker,
): ReadonlyMap<PartitionRequest, CommittedPartition | ErrorName> {
  return new Map(
    topics.flatMap(({ name, partitions }) => {
      const topic = broker.topics.findByName(name);
      return partitions.map((partition) => {
        const checked =
          topic === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : committableOffset(topic, partition);
        return [partition, checked] as const;
      });
    }),
  );
}

function respond(
  { topics }: CommitRequest,
  errorOf: (partition: PartitionRequest) => ErrorName,
): ResponseInputOf<typeof txnOffsetCommitApi> {
  return {
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map((partition) => ({
        partitionIndex: partition.partitionIndex,
        errorCode: errorCodes[errorOf(partition)],
      })),
    })),
  };
}
