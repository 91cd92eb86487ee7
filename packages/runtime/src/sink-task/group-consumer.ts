import type { PartitionOffset, TopicPartition } from '@sluice/connect-api';
import type { Consumer, Metric } from '@sluice/kafka-client';
import type { AssignmentListener, ConsumedPartition, RecordConsumer } from './record-consumer.ts';

/** A Kafka consumer as sink tasks use it. */
export class GroupConsumer implements RecordConsumer {
  readonly #consumer: Consumer;

  constructor(consumer: Consumer) {
    this.#consumer = consumer;
  }

  subscribe(topics: readonly string[] | RegExp, listener: AssignmentListener): void {
    this.#consumer.subscribe(topics, {
      onPartitionsAssigned: async (partitions) => listener.onAssigned(await this.#positions(partitions)),
      onPartitionsRevoked: (partitions) => listener.onRevoked(partitions),
      onPartitionsLost: (partitions) => listener.onLost(partitions),
    });
  }

  async poll(timeoutMs: number): Promise<readonly ConsumedPartition[]> {
    const { partitions } = await this.#consumer.poll(timeoutMs);
    return partitions;
  }

  wakeup(): void {
    this.#consumer.wakeup();
  }

  assignment(): readonly TopicPartition[] {
    return this.#consumer.assignment();
  }

  lag(): number | null {
    const lags = this.#consumer.assignment().map((partition) => this.#consumer.currentLag(partition));
    const known = lags.filter((lag) => lag !== null);
    return known.length === 0 ? null : known.reduce((sum, lag) => sum + lag, 0);
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.#consumer.pause(partitions);
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#consumer.resume(partitions);
  }

  seek(offsets: readonly PartitionOffset[]): void {
    for (const { topic, partition, offset } of offsets) this.#consumer.seek({ topic, partition }, offset);
  }

  fetchCommitted(partitions: readonly TopicPartition[]): Promise<readonly PartitionOffset[]> {
    return this.#consumer.committed(partitions);
  }

  commit(offsets: readonly PartitionOffset[]): Promise<void> {
    return this.#consumer.commit(offsets);
  }

  commitOnce(offsets: readonly PartitionOffset[]): Promise<void> {
    return this.#consumer.commitOnce(offsets);
  }

  metrics(): readonly Metric[] {
    return this.#consumer.metrics();
  }

  close(): Promise<void> {
    return this.#consumer.close();
  }

  #positions(partitions: readonly TopicPartition[]): Promise<PartitionOffset[]> {
    return Promise.all(
      partitions.map(async ({ topic, partition }) => {
        const offset = await this.#consumer.position({ topic, partition });
        return { topic, partition, offset };
      }),
    );
  }
}
