import type { SinkRecord } from '@sluice/connect-api';
import type { Partitioner } from './partitioner.ts';

/** `partition=7`: the Kafka partition. */
export class DefaultPartitioner implements Partitioner {
  readonly timeOf = null;
  readonly usesWallClock = false;
  readonly #folders = new Map<number, string>();

  folderOf({ originalKafkaPartition: partition }: SinkRecord): string {
    const known = this.#folders.get(partition);
    if (known !== undefined) return known;
    const folder = `partition=${partition}`;
    this.#folders.set(partition, folder);
    return folder;
  }
}
