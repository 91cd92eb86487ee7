import type { StoredTopic } from '../cluster-store.ts';
import { TopicConfig } from '../configs/topic-config.ts';
import { PartitionLog, type LogOptions } from '../log/partition-log.ts';

const maxFolderNameLength = 200;

export type LogEnvironment = Omit<LogOptions, 'folder' | 'settings'>;

/** A topic and the logs of its partitions, each opened when it is first used. */
export class Topic {
  readonly name: string;
  readonly id: string;
  #partitionCount: number;
  #config: TopicConfig;
  /** Resolves when the topic will still be there after a restart. */
  readonly #stored: Promise<void>;
  readonly #environment: LogEnvironment;
  readonly #logs = new Map<number, Promise<PartitionLog>>();

  constructor(topic: StoredTopic, stored: Promise<void>, environment: LogEnvironment) {
    this.name = topic.name;
    this.id = topic.id;
    this.#partitionCount = topic.partitionCount;
    this.#config = new TopicConfig(topic.configs);
    this.#stored = stored;
    this.#environment = environment;
  }

  get partitionCount(): number {
    return this.#partitionCount;
  }

  get config(): TopicConfig {
    return this.#config;
  }

  /** What changed of the topic is stored already. */
  change({ partitionCount, configs }: Pick<StoredTopic, 'partitionCount' | 'configs'>): void {
    this.#partitionCount = partitionCount;
    this.#config = new TopicConfig(configs);
  }

  hasPartition(partition: number): boolean {
    return partition >= 0 && partition < this.partitionCount;
  }

  /** The partition must exist. */
  log(partition: number): Promise<PartitionLog> {
    const known = this.#logs.get(partition);
    if (known !== undefined) return known;
    const opening = this.#open(partition);
    this.#logs.set(partition, opening);
    // What could not be opened now may be opened later.
    opening.catch(() => this.#logs.delete(partition));
    return opening;
  }

  async openLogs(): Promise<PartitionLog[]> {
    const settled = await Promise.allSettled(this.#logs.values());
    return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  }

  /** Closes the logs and removes all that is stored of them. */
  async removeLogs(): Promise<void> {
    await Promise.all((await this.openLogs()).map((log) => log.remove()));
    await this.#environment.storage.remove(topicFolder(this));
  }

  async #open(partition: number): Promise<PartitionLog> {
    await this.#stored;
    return PartitionLog.open({
      ...this.#environment,
      folder: `${topicFolder(this)}/${partition}`,
      settings: () => this.config.logSettings,
    });
  }
}

export const topicsFolder = 'topics';

/** The name is there for people, the id tells apart topics that had the same name one after the other. */
export function topicFolder({ name, id }: { readonly name: string; readonly id: string }): string {
  return `${topicsFolder}/${name.slice(0, maxFolderNameLength)}.${id}`;
}
