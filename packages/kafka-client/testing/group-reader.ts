import type { Consumer } from '../src/consumer/consumer.ts';
import type { WantedTopics } from '../src/consumer/subscription.ts';
import type { TopicPartition } from '../src/topic-partition.ts';
import { recordsIn, type ReadRecord } from './real-clients.ts';

/** Polls in the background, as a task does; notes what happens, and commits what it has read before it gives it up. */
export class GroupReader {
  readonly consumer: Consumer;
  readonly events: string[] = [];
  readonly records: ReadRecord[] = [];
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;
  /** What ended the polls, if something did. */
  failure: unknown = null;

  constructor(consumer: Consumer, topics: WantedTopics) {
    this.consumer = consumer;
    const note = (event: string) => (partitions: readonly TopicPartition[]) => {
      this.events.push(`${event} ${partitions.map(({ partition }) => partition).join(',')}`);
    };
    consumer.subscribe(topics, {
      onPartitionsAssigned: note('assigned'),
      onPartitionsRevoked: async (partitions) => {
        note('revoked')(partitions);
        await consumer.commit(await this.#positions(partitions));
      },
      onPartitionsLost: note('lost'),
    });
    this.#running = this.#run().catch((error: unknown) => {
      this.failure = error;
    });
  }

  get owned(): number[] {
    return this.consumer.assignment().map(({ partition }) => partition);
  }

  /** Ends the polls; the consumer stays in the group. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.consumer.close();
  }

  async #positions(partitions: readonly TopicPartition[]): Promise<(TopicPartition & { offset: number })[]> {
    return await Promise.all(
      partitions.map(async (one) => ({ ...one, offset: await this.consumer.position(one) })),
    );
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) this.records.push(...recordsIn(await this.consumer.poll(500, signal)));
  }
}

const byFirst = ([left = -1]: number[], [right = -1]: number[]): number => left - right;

/** The partitions of each, in order. */
export function ownedBy(...group: GroupReader[]): number[][] {
  return group.map(({ owned }) => owned.sort((left, right) => left - right)).sort(byFirst);
}

/** The values of all records that were read, as numbers, in order. */
export function numbersReadBy(...group: GroupReader[]): number[] {
  return group
    .flatMap(({ records }) => records.map(({ value }) => Number(value)))
    .sort((left, right) => left - right);
}
