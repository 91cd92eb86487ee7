import { ConfigError, type PluginLogger } from '@sluice/connect-api';
import { sleep } from '../timing/sleep.ts';
import { createTopic, is, type CreationOutcome } from './create-topic.ts';
import type { TopicAdmin } from './topic-admin.ts';

/** A compacted topic in which workers keep what they must not forget. */
export interface InternalTopic {
  readonly name: string;
  /** For when it is created; -1 is the broker's default. */
  readonly partitions: number;
  /** For when it is created; -1 is the broker's default. */
  readonly replicationFactor: number;
  /** Further settings for when it is created. */
  readonly configs: Readonly<Record<string, string>>;
  /** The key that names it, e.g. `offset.storage.topic`. */
  readonly property: string;
  /** What it holds, for messages, e.g. `source connector offsets`. */
  readonly purpose: string;
}

export interface TopicWait {
  /** How long brokers may be too few for the replicas, in milliseconds (`default.api.timeout.ms`). */
  readonly timeoutMs: number;
  /** `retry.backoff.ms`. */
  readonly retryDelayMs: number;
  readonly signal: AbortSignal;
}

/**
 * Creates an internal topic, or checks the one that is there: it must be compacted and nothing else. Where the worker
 * may not create it, it is taken to be there; where its settings may not be seen, they are taken to be good.
 * @throws ConnectError when it cannot be created, ConfigError when records of it would be deleted.
 */
export async function ensureInternalTopic(
  topic: InternalTopic,
  admin: TopicAdmin,
  { log, ...wait }: TopicWait & { readonly log: PluginLogger },
): Promise<void> {
  const outcome = await createPatiently(topic, admin, wait);
  log.debug({ topic: topic.name, outcome }, 'An internal topic is there');
  if (outcome !== 'created') await requireCompacted(topic, admin, log);
}

/** A cluster that starts up has too few brokers at first. */
async function createPatiently(
  { name, partitions, replicationFactor, configs }: InternalTopic,
  admin: TopicAdmin,
  { timeoutMs, retryDelayMs, signal }: TopicWait,
): Promise<CreationOutcome> {
  const deadlineMs = performance.now() + timeoutMs;
  const topic = { name, partitions, replicationFactor, configs: { ...configs, 'cleanup.policy': 'compact' } };
  for (;;) {
    try {
      return await createTopic(admin, topic);
    } catch (error) {
      const mayPass = is((error as Error).cause, 'INVALID_REPLICATION_FACTOR');
      if (!mayPass || signal.aborted || performance.now() >= deadlineMs) throw error;
      await sleep(retryDelayMs, signal);
    }
  }
}

async function requireCompacted(topic: InternalTopic, admin: TopicAdmin, log: PluginLogger): Promise<void> {
  const policy = await cleanupPolicy(topic, admin, log);
  if (policy === null || policy === 'compact') return;
  const { name, property, purpose } = topic;
  throw new ConfigError(
    `Topic '${name}' supplied via the '${property}' property is required to have 'cleanup.policy=compact' to ` +
      `guarantee consistency and durability of ${purpose}, but found the topic currently has ` +
      `'cleanup.policy=${policy}'. Continuing would likely result in eventually losing ${purpose} and problems ` +
      'restarting this Connect cluster in the future. Change the ' +
      `'${property}' property in the Connect worker configurations to use a topic with 'cleanup.policy=compact'.`,
    { code: 'INTERNAL_TOPIC_UNFIT', key: property },
  );
}

async function cleanupPolicy(
  { name, purpose }: InternalTopic,
  admin: TopicAdmin,
  log: PluginLogger,
): Promise<string | null> {
  try {
    const configs = await admin.describeTopicConfigs(name);
    return configs.get('cleanup.policy')?.split(',').sort().join(',') ?? null;
  } catch (error) {
    log.info(
      { err: error, topic: name, purpose },
      'The cleanup policy of an internal topic cannot be seen; it is taken to be compact',
    );
    return null;
  }
}
