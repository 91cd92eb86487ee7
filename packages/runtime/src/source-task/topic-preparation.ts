import { ConnectError, RetriableError, type PluginLogger } from '@sluice/connect-api';
import type { TopicGroup } from '../config/topic-creation/topic-groups.ts';
import { createTopic, is } from '../topics/create-topic.ts';
import type { TopicAdmin } from '../topics/topic-admin.ts';

export interface TopicPreparationParts {
  readonly groups: readonly TopicGroup[];
  readonly admin: TopicAdmin;
  /** For messages. */
  readonly bootstrapServers: string;
  readonly log: PluginLogger;
}

/** Creates topics as a connector wants them, before their first record (KIP-158). */
export class TopicPreparation {
  readonly #parts: TopicPreparationParts;
  /** Topics that are there, or were when this was looked at. */
  readonly #known = new Set<string>();

  constructor(parts: TopicPreparationParts) {
    this.#parts = parts;
  }

  /**
   * Makes sure, once for each topic, that it is there.
   * @throws RetriableError when brokers do not answer, ConnectError when the topic may not or cannot be created.
   */
  async ensure(topic: string): Promise<void> {
    if (this.#known.has(topic)) return;
    this.#parts.log.info({ topic }, 'The first record for a topic; looking whether it exists');
    if (!(await this.#exists(topic))) await this.#create(topic);
    this.#known.add(topic);
  }

  async #exists(topic: string): Promise<boolean> {
    try {
      await this.#parts.admin.describeTopic(topic);
      return true;
    } catch (error) {
      if (is(error, 'UNKNOWN_TOPIC_OR_PARTITION')) return false;
      throw this.#notDescribed(topic, error as Error);
    }
  }

  async #create(topic: string): Promise<void> {
    const { groups, admin, log } = this.#parts;
    const group = groups.find((one) => one.has(topic)) as TopicGroup;
    const newTopic = group.topic(topic);
    const outcome = await createTopic(admin, newTopic);
    if (outcome !== 'refused') {
      log.info({ ...newTopic, group: group.name, outcome }, 'The topic is there');
      return;
    }
    throw new ConnectError(
      `Task failed to create new topic ${describe(newTopic)}. Ensure that the task is authorized to create topics or ` +
        'that the topic exists and restart the task',
      { code: 'TOPIC_CREATION_FAILED' },
    );
  }

  #notDescribed(topic: string, cause: Error): ConnectError {
    if (is(cause, 'TOPIC_AUTHORIZATION_FAILED') || is(cause, 'CLUSTER_AUTHORIZATION_FAILED')) {
      const { bootstrapServers } = this.#parts;
      const message = `Not authorized to describe topic(s) '${topic}' on the brokers ${bootstrapServers}`;
      return new ConnectError(message, { code: 'TOPIC_CREATION_FAILED', cause });
    }
    if ('retriable' in cause && cause.retriable === true)
      return new RetriableError(`Timed out while describing topics '${topic}'`, { cause });
    return new ConnectError(`Error while attempting to describe topics '${topic}'`, {
      code: 'TOPIC_CREATION_FAILED',
      cause,
    });
  }
}

/** As Java prints it. */
function describe({ name, partitions, replicationFactor, configs }: ReturnType<TopicGroup['topic']>): string {
  const orDefault = (count: number): string => (count === -1 ? 'default' : String(count));
  const settings = Object.entries(configs).map(([key, value]) => `${key}=${value}`);
  return (
    `(name=${name}, numPartitions=${orDefault(partitions)}, replicationFactor=${orDefault(replicationFactor)}, ` +
    `replicasAssignments=null, configs={${settings.join(', ')}})`
  );
}
