import type { ErrorName } from '@sluice/kafka-protocol';
import type { CommittedPartition } from '../../groups/committed-offsets.ts';
import type { Topic } from '../../topics/topic.ts';

const maxMetadataLength = 4096;

interface OffsetRequest {
  readonly partitionIndex: number;
  readonly committedOffset: bigint;
  readonly committedLeaderEpoch: number;
  readonly committedMetadata: string | null;
}

/** What to commit, or why not. */
export function committableOffset(topic: Topic, request: OffsetRequest): CommittedPartition | ErrorName {
  const { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata } = request;
  if (!topic.hasPartition(partitionIndex)) return 'UNKNOWN_TOPIC_OR_PARTITION';
  if ((committedMetadata?.length ?? 0) > maxMetadataLength) return 'OFFSET_METADATA_TOO_LARGE';
  return {
    topic: topic.name,
    partition: partitionIndex,
    offset: committedOffset,
    leaderEpoch: committedLeaderEpoch,
    metadata: committedMetadata,
  };
}
