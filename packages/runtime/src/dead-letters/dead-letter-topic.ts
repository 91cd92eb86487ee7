import { ConnectError, type PluginLogger } from '@sluice/connect-api';
import type { TopicAdmin } from './topic-admin.ts';

export interface DeadLetterTopic {
  readonly name: string;
  /** For a topic that has to be created; -1 is the default of the brokers. */
  readonly replicationFactor: number;
}

/**
 * Creates the topic unless it is there.
 * @throws ConnectError
 */
export async function ensureTopic(
  admin: TopicAdmin,
  { name, replicationFactor }: DeadLetterTopic,
  log: PluginLogger,
): Promise<void> {
  try {
    if (await isThere(admin, name)) return;
    log.info({ topic: name, replicationFactor }, 'Creating the topic for dead letters');
    await admin.createTopic({ name, partitions: 1, replicationFactor });
  } catch (cause) {
    // Another task was faster.
    if (errorNameOf(cause) === 'TOPIC_ALREADY_EXISTS') return;
    throw unavailable(name, cause);
  }
}

/** The error of a task whose dead letters could not be set up. */
export function unavailable(topic: string, cause: unknown): ConnectError {
  return new ConnectError(`Could not initialize dead letter queue with topic=${topic}`, {
    code: 'DEAD_LETTERS_UNAVAILABLE',
    cause,
  });
}

async function isThere(admin: TopicAdmin, topic: string): Promise<boolean> {
  try {
    await admin.describeTopic(topic);
    return true;
  } catch (error) {
    const name = errorNameOf(error);
    // A topic that may not be seen may still be created.
    if (name === 'UNKNOWN_TOPIC_OR_PARTITION' || name === 'TOPIC_AUTHORIZATION_FAILED') return false;
    throw error;
  }
}

function errorNameOf(error: unknown): unknown {
  return error instanceof Error && 'errorName' in error ? error.errorName : null;
}
