import type { Delivery, Metric, ProducerRecord } from '@sluice/kafka-client';

/** What a source task needs of a producer: records go in one by one, results come back by batch. */
export interface RecordProducer<T> {
  /** Called for every batch, in order within a partition; must not throw. */
  onDelivered: (delivery: Delivery<T>) => void;
  /** The number of partitions of a topic, `undefined` while it has to be prepared. */
  partitionCount(topic: string): number | undefined;
  /** Waits until the topic is known; rejects when the signal aborts or it never will be. */
  prepare(
    topic: string,
    options: { readonly partition: number | null; readonly signal: AbortSignal },
  ): Promise<void>;
  /** False when the record was not taken because the buffer is used up: wait for `drained`. */
  append(record: ProducerRecord, attachment: T): boolean;
  /** Whether the buffer is used up. */
  readonly isFull: boolean;
  /** Resolves when there is room again. */
  drained(signal: AbortSignal): Promise<void>;
  /** Whether so much waits to be sent that more would only take memory. */
  readonly isAhead: boolean;
  /** Resolves when there will soon be nothing to send. */
  caughtUp(signal: AbortSignal): Promise<void>;
  /** Sends everything now; resolves when all of it was delivered or has failed. */
  flush(): Promise<void>;
  /** What it counts, by the names of Kafka's own producer. */
  metrics(): readonly Metric[];
  /** Ends the producer; what is not delivered within the time fails. */
  close(timeoutMs: number): Promise<void>;
}
