import { errorCodes, listOffsetsApi, type ResponseInputOf } from '@sluice/kafka-protocol';
import type { PartitionLog } from '../../log/partition-log.ts';
import type { TimedOffset } from '../../log/segment/segment.ts';
import { handleApi, type RequestContext } from '../../requests/api-handler.ts';
import { RequestError } from '../../requests/request-error.ts';
import { requirePartition, requireTopic } from '../../topics/find-topic.ts';

type PartitionResult = ResponseInputOf<typeof listOffsetsApi>['topics'][number]['partitions'][number];

const leaderEpoch = 0;
const firstVersionWithEpochs = 4;
const readCommitted = 1;
/** Questions that are no time. */
const latest = -1n;
const earliest = -2n;
const maxTimestamp = -3n;
const earliestLocal = -4n;

export const listOffsets = handleApi(listOffsetsApi, {
  versions: [1, 11],
  notes: 'Nothing is kept in remote storage, so there are no offsets to name there.',
  refuse: ({ topics }, errorCode) => ({
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    })),
  }),
  async handle({ topics, isolationLevel }, context) {
    return {
      topics: await Promise.all(
        topics.map(async ({ name, partitions }) => ({
          name,
          partitions: await Promise.all(
            partitions.map(({ partitionIndex, timestamp }) =>
              lookUp(context, { topic: name, partition: partitionIndex, timestamp, isolationLevel }),
            ),
          ),
        })),
      ),
    };
  },
});

interface OffsetQuestion {
  readonly topic: string;
  readonly partition: number;
  readonly timestamp: bigint;
  readonly isolationLevel: number;
}

async function lookUp(
  { broker, version }: RequestContext,
  { topic: name, partition, timestamp, isolationLevel }: OffsetQuestion,
): Promise<PartitionResult> {
  try {
    const topic = requireTopic(broker.topics, { name, id: '', byId: false });
    requirePartition(topic, partition);
    const log = await topic.log(partition);
    const end = isolationLevel === readCommitted ? log.stableOffset : log.endOffset;
    const found = await findOffset(log, timestamp, end);
    if (found === null || (found.timestamp >= 0 && found.offset >= end))
      return { partitionIndex: partition, errorCode: errorCodes.NONE };
    return {
      partitionIndex: partition,
      errorCode: errorCodes.NONE,
      timestamp: BigInt(found.timestamp),
      offset: BigInt(found.offset),
      leaderEpoch: version < firstVersionWithEpochs ? undefined : leaderEpoch,
    };
  } catch (error) {
    if (error instanceof RequestError)
      return { partitionIndex: partition, errorCode: errorCodes[error.error] };
    broker.log.error({ topic: name, partition, reason: String(error) }, 'a partition could not be read');
    return { partitionIndex: partition, errorCode: errorCodes.KAFKA_STORAGE_ERROR };
  }
}

async function findOffset(log: PartitionLog, timestamp: bigint, end: number): Promise<TimedOffset | null> {
  switch (timestamp) {
    case latest:
      return { offset: end, timestamp: -1 };
    case earliest:
    case earliestLocal:
      return { offset: log.startOffset, timestamp: -1 };
    case maxTimestamp:
      return log.findLatestTimestamp();
    default:
      return timestamp < 0n ? null : log.findTimestamp(Number(timestamp));
  }
}
