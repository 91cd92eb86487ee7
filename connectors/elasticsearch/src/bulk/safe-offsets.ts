import type { PartitionOffset, SinkRecord } from '@sluice/connect-api';

/**
 * The offsets that may be committed: those given, but none beyond a record that is not settled.
 * @param unsettled - records that are not, in any order.
 */
export function safeOffsets(
  offsets: readonly PartitionOffset[],
  unsettled: readonly Iterable<SinkRecord>[],
): readonly PartitionOffset[] {
  const first = new Map<string, number>();
  for (const records of unsettled) {
    for (const { originalTopic, originalKafkaPartition, originalKafkaOffset } of records) {
      const partition = `${originalTopic}-${originalKafkaPartition}`;
      const known = first.get(partition) ?? Infinity;
      if (originalKafkaOffset < known) first.set(partition, originalKafkaOffset);
    }
  }
  if (first.size === 0) return offsets;
  return offsets.map((next) => {
    const unsafe = first.get(`${next.topic}-${next.partition}`);
    if (unsafe === undefined || unsafe >= next.offset) return next;
    return { topic: next.topic, partition: next.partition, offset: unsafe };
  });
}
