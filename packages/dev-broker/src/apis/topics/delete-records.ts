import { deleteRecordsApi, errorCodes, type ResponseInputOf } from '@sluice/kafka-protocol';
import type { Broker } from '../../broker.ts';
import { handleApi } from '../../requests/api-handler.ts';
import { RequestError } from '../../requests/request-error.ts';
import { requirePartition, requireTopic } from '../../topics/find-topic.ts';

type PartitionResult = ResponseInputOf<typeof deleteRecordsApi>['topics'][number]['partitions'][number];

const end = -1n;
const unknownWatermark = -1n;

export const deleteRecords = handleApi(deleteRecordsApi, {
  versions: [0, 2],
  notes: 'As a real broker: whole segments are removed, and what is left of one can no longer be read.',
  async handle({ topics }, { broker }) {
    return {
      topics: await Promise.all(
        topics.map(async ({ name, partitions }) => ({
          name,
          partitions: await Promise.all(
            partitions.map(({ partitionIndex, offset }) =>
              deleteBefore(broker, { name, partition: partitionIndex, offset }),
            ),
          ),
        })),
      ),
    };
  },
});

async function deleteBefore(
  broker: Broker,
  { name, partition, offset }: { name: string; partition: number; offset: bigint },
): Promise<PartitionResult> {
  try {
    const topic = requireTopic(broker.topics, { name, id: '', byId: false });
    requirePartition(topic, partition);
    const { compacts, deletesOldSegments } = topic.config.logSettings;
    if (compacts && !deletesOldSegments) {
      throw new RequestError('POLICY_VIOLATION', 'Records of a compacted topic cannot be deleted by offset.');
    }
    const log = await topic.log(partition);
    const wanted = offset === end ? log.endOffset : Number(offset);
    if (wanted < 0 || wanted > log.endOffset) {
      throw new RequestError('OFFSET_OUT_OF_RANGE', 'There is no such offset.');
    }
    await log.deleteBefore(wanted);
    return { partitionIndex: partition, lowWatermark: BigInt(log.startOffset), errorCode: errorCodes.NONE };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { partitionIndex: partition, lowWatermark: unknownWatermark, errorCode: errorCodes[error.error] };
  }
}
