import { randomBytes } from 'node:crypto';
import type { ClusterStore, StoredTopic } from '../cluster-store.ts';
import type { TopicOverrides } from '../configs/topic-config.ts';
import { RequestError } from '../requests/request-error.ts';
import { collisionKey, topicNameProblem } from './topic-name.ts';
import { Topic, topicFolder, topicsFolder, type LogEnvironment } from './topic.ts';

const maxPartitions = 10_000;

export interface NewTopic {
  readonly name: string;
  readonly partitionCount: number;
  readonly configs: Readonly<Record<string, string>>;
}

/** All topics, by name and by id. */
export class TopicRegistry {
  readonly #store: ClusterStore;
  readonly #environment: LogEnvironment;
  readonly #byName = new Map<string, Topic>();
  readonly #byId = new Map<string, Topic>();
  readonly #namesByCollisionKey = new Map<string, string>();

  constructor(store: ClusterStore, environment: LogEnvironment) {
    this.#store = store;
    this.#environment = environment;
    for (const topic of store.topics()) this.#insert(topic, Promise.resolve());
  }

  all(): Topic[] {
    return [...this.#byName.values()];
  }

  findByName(name: string): Topic | undefined {
    return this.#byName.get(name);
  }

  findById(id: string): Topic | undefined {
    return this.#byId.get(id);
  }

  /** Throws RequestError where there can be no such topic. */
  check({ name, partitionCount }: NewTopic): void {
    const problem = topicNameProblem(name);
    if (problem !== null) throw new RequestError('INVALID_TOPIC_EXCEPTION', problem);
    if (this.#byName.has(name)) {
      throw new RequestError('TOPIC_ALREADY_EXISTS', `Topic '${name}' already exists.`);
    }
    const other = this.#namesByCollisionKey.get(collisionKey(name));
    if (other !== undefined) {
      throw new RequestError(
        'INVALID_TOPIC_EXCEPTION',
        `Topic '${name}' collides with existing topic: ${other}`,
      );
    }
    checkPartitionCount(partitionCount);
  }

  /** Resolves when the topic will still be there after a restart. */
  async create(wanted: NewTopic): Promise<Topic> {
    this.check(wanted);
    const stored: StoredTopic = { ...wanted, id: newTopicId() };
    const storing = this.#store.putTopic(stored);
    const topic = this.#insert(stored, storing);
    try {
      await storing;
    } catch (error) {
      this.#forget(topic);
      throw error;
    }
    return topic;
  }

  /** Resolves when the change will still be there after a restart. */
  async setConfigs(topic: Topic, configs: TopicOverrides): Promise<void> {
    await this.#change(topic, { configs });
  }

  /** Throws RequestError unless it has fewer partitions now. */
  checkGrowth(topic: Topic, partitionCount: number): void {
    const { name, partitionCount: current } = topic;
    checkPartitionCount(partitionCount);
    if (partitionCount === current) {
      throw new RequestError('INVALID_PARTITIONS', `Topic already has ${current} partition(s).`);
    }
    if (partitionCount < current) {
      throw new RequestError(
        'INVALID_PARTITIONS',
        `The topic ${name} currently has ${current} partition(s); ${partitionCount} would not be an increase.`,
      );
    }
  }

  async grow(topic: Topic, partitionCount: number): Promise<void> {
    await this.#change(topic, { partitionCount });
  }

  async remove(topic: Topic): Promise<void> {
    this.#forget(topic);
    await this.#store.removeTopic(topic.id);
    await topic.removeLogs();
  }

  /** Removes what was left of topics when the broker ended while it removed them. */
  async removeLeftovers(): Promise<void> {
    const { storage } = this.#environment;
    const known = new Set(this.all().map(topicFolder));
    for (const name of await storage.list(topicsFolder)) {
      const folder = `${topicsFolder}/${name}`;
      if (!known.has(folder)) await storage.remove(folder);
    }
  }

  async keepHouse(): Promise<void> {
    for (const topic of this.all()) {
      for (const log of await topic.openLogs()) await log.keepHouse();
    }
  }

  async close(): Promise<void> {
    const logs = await Promise.all(this.all().map((topic) => topic.openLogs()));
    await Promise.all(logs.flat().map((log) => log.close()));
  }

  async #change(topic: Topic, change: Partial<StoredTopic>): Promise<void> {
    const { name, id, partitionCount, config } = topic;
    const stored: StoredTopic = { name, id, partitionCount, configs: config.overrides, ...change };
    await this.#store.putTopic(stored);
    topic.change(stored);
  }

  #insert(stored: StoredTopic, storing: Promise<void>): Topic {
    const topic = new Topic(stored, storing, this.#environment);
    this.#byName.set(topic.name, topic);
    this.#byId.set(topic.id, topic);
    this.#namesByCollisionKey.set(collisionKey(topic.name), topic.name);
    return topic;
  }

  #forget(topic: Topic): void {
    this.#byName.delete(topic.name);
    this.#byId.delete(topic.id);
    this.#namesByCollisionKey.delete(collisionKey(topic.name));
  }
}

function checkPartitionCount(count: number): void {
  if (count < 1) {
    throw new RequestError(
      'INVALID_PARTITIONS',
      'Number of partitions was set to an invalid non-positive value.',
    );
  }
  if (count > maxPartitions) {
    throw new RequestError(
      'INVALID_PARTITIONS',
      `A topic has at most ${maxPartitions} partitions here, ${count} were asked for.`,
    );
  }
}

/** A random UUID as Kafka writes it; none with a leading dash, which programs would take for an option. */
function newTopicId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}
