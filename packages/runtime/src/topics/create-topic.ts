import { ConnectError } from '@sluice/connect-api';
import type { KafkaError, NewTopic } from '@sluice/kafka-client';
import type { TopicAdmin } from './topic-admin.ts';

/** What became of a topic that should be there: `refused` when nobody may tell, or create it. */
export type CreationOutcome = 'created' | 'existed' | 'refused';

const refusals = [
  'CLUSTER_AUTHORIZATION_FAILED',
  'TOPIC_AUTHORIZATION_FAILED',
  'UNSUPPORTED_VERSION',
] as const;
const unfit = ['INVALID_CONFIG', 'INVALID_REPLICATION_FACTOR'] as const;

/**
 * Creates a topic unless it is there.
 * @throws ConnectError with Connect's message when it cannot be created as it is wanted, or Kafka does not answer.
 */
export async function createTopic(admin: TopicAdmin, topic: NewTopic): Promise<CreationOutcome> {
  try {
    await admin.createTopic(topic);
    return 'created';
  } catch (error) {
    const refused = error as KafkaError;
    if (is(refused, 'TOPIC_ALREADY_EXISTS')) return 'existed';
    if (refusals.some((name) => is(refused, name))) return 'refused';
    throw new ConnectError(problem(topic.name, refused), { code: 'TOPIC_CREATION_FAILED', cause: error });
  }
}

/** Whether an error is one of Kafka's with this name; the client's code need not be loaded for that. */
export function is(error: unknown, name: Parameters<KafkaError['is']>[0]): boolean {
  return error instanceof Error && 'errorName' in error && error.errorName === name;
}

function problem(name: string, error: KafkaError): string {
  if (unfit.some((code) => is(error, code))) return `Unable to create topic(s) '${name}': ${error.message}`;
  if (is(error, 'REQUEST_TIMED_OUT') || error.retriable) {
    return (
      `Timed out while checking for or creating topic(s) '${name}'. This could indicate a connectivity issue, ` +
      'unavailable topic partitions, or if this is your first use of the topic it may have taken too long to create.'
    );
  }
  return `Error while attempting to create/find topic(s) '${name}'`;
}
