import { KafkaError } from '../../errors/kafka-error.ts';
import { formatPartition, partitionKey, type TopicPartition } from '../../topic-partition.ts';
import { outcomeOf, type Outcomes, type PartitionOutcome } from './outcome.ts';

/** Things about partitions by `partitionKey`. @throws KafkaError `INVALID_REQUEST` where a partition stands twice. */
export function byPartition<I extends TopicPartition>(items: readonly I[]): Map<string, I> {
  return byKey(items, ({ topic, partition }) => partitionKey(topic, partition));
}

/** Things by their name. @throws KafkaError `INVALID_REQUEST` where a name stands twice. */
export function byKey<I>(items: readonly I[], keyOf: (item: I) => string): Map<string, I> {
  const map = new Map(items.map((item) => [keyOf(item), item]));
  if (map.size === items.length) return map;
  const twice = items.map(keyOf).find((key, index, keys) => keys.indexOf(key) !== index);
  throw new KafkaError('INVALID_REQUEST', `${twice} stands twice in one call; name each thing once`);
}

/** Groups what the keys stand for by topic, as requests want it. */
export function groupByTopic<I extends TopicPartition>(
  items: ReadonlyMap<string, I>,
  keys: readonly string[],
): Map<string, I[]> {
  return Map.groupBy(
    keys.flatMap((key) => items.get(key) ?? []),
    ({ topic }) => topic,
  );
}

/** The outcomes in the order of the partitions. */
export function partitionOutcomes<T>(
  items: ReadonlyMap<string, TopicPartition>,
  outcomes: Outcomes<T>,
): PartitionOutcome<T>[] {
  return [...items].map(([key, { topic, partition }]) => ({
    topic,
    partition,
    result: outcomeOf(outcomes, key),
  }));
}

/** The partition a key stands for, as errors name it. */
export function partitionLabel(items: ReadonlyMap<string, TopicPartition>, key: string): string {
  const item = items.get(key);
  return item === undefined ? key : formatPartition(item);
}

/** The partition a key stands for, as errors hold it. */
export function partitionPlace(
  items: ReadonlyMap<string, TopicPartition>,
  key: string,
): Partial<TopicPartition> {
  const item = items.get(key);
  return item === undefined ? {} : { topic: item.topic, partition: item.partition };
}
