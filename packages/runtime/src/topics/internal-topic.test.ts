import { KafkaError } from '@sluice/kafka-client';
import { describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../testing/in-memory-log.ts';
import { InMemoryTopic } from '../../testing/in-memory-topic.ts';
import { ensureInternalTopic, type InternalTopic } from './internal-topic.ts';
import type { TopicAdmin } from './topic-admin.ts';

const topic: InternalTopic = {
  name: 'offsets',
  partitions: 25,
  replicationFactor: 3,
  configs: {},
  property: 'offset.storage.topic',
  purpose: 'source connector offsets',
};

type ErrorName = ConstructorParameters<typeof KafkaError>[0];

interface Trial {
  /** What creating the topic fails with, in order; then it succeeds. */
  readonly creations?: readonly ErrorName[];
  readonly policy?: string;
  readonly timeoutMs?: number;
}

interface Tried {
  readonly outcome: Promise<void>;
  readonly log: InMemoryLog;
  readonly calls: string[];
}

function ensure({ creations = [], policy = 'compact', timeoutMs = 60_000 }: Trial): Tried {
  const calls: string[] = [];
  const log = new InMemoryLog();
  const failures = [...creations];
  const admin: TopicAdmin = {
    ...new InMemoryTopic().admin,
    createTopic: async () => {
      calls.push('create');
      const name = failures.shift();
      await Promise.resolve();
      if (name !== undefined) throw new KafkaError(name, `${name} it says`);
    },
    describeTopicConfigs: async () => {
      calls.push('describe');
      await Promise.resolve();
      if (/^[A-Z]/.test(policy)) throw new KafkaError(policy as ErrorName, policy);
      return new Map([['cleanup.policy', policy]]);
    },
  };
  const { signal } = new AbortController();
  const outcome = ensureInternalTopic(topic, admin, { timeoutMs, retryDelayMs: 1, signal, log });
  return { outcome, log, calls };
}

describe('an internal topic', () => {
  it('that was created needs no check', async () => {
    const { outcome, calls } = ensure({});
    await outcome;
    expect(calls).toEqual(['create']);
  });

  it.each([
    'TOPIC_ALREADY_EXISTS',
    'CLUSTER_AUTHORIZATION_FAILED',
    'TOPIC_AUTHORIZATION_FAILED',
    'UNSUPPORTED_VERSION',
  ])('is taken to be there, and checked, after %s', async (name) => {
    const { outcome, calls } = ensure({ creations: [name as ErrorName] });
    await outcome;
    expect(calls).toEqual(['create', 'describe']);
    const unfit = ensure({ creations: [name as ErrorName], policy: 'delete' });
    await expect(unfit.outcome).rejects.toMatchObject({ code: 'INTERNAL_TOPIC_UNFIT' });
  });

  it('is taken to be compacted where that cannot be seen, and said so', async () => {
    const { outcome, log } = ensure({
      creations: ['TOPIC_ALREADY_EXISTS'],
      policy: 'TOPIC_AUTHORIZATION_FAILED',
    });
    await outcome;
    expect(log.messages('info')).toEqual([
      'The cleanup policy of an internal topic cannot be seen; it is taken to be compact',
    ]);
  });

  it('waits for brokers that are not there yet', async () => {
    const { outcome, calls } = ensure({
      creations: ['INVALID_REPLICATION_FACTOR', 'INVALID_REPLICATION_FACTOR'],
    });
    await outcome;
    expect(calls).toEqual(['create', 'create', 'create']);
  });

  const timedOut =
    "Timed out while checking for or creating topic(s) 'offsets'. This could indicate a connectivity issue, " +
    'unavailable topic partitions, or if this is your first use of the topic it may have taken too long to create.';

  it.each([
    ['INVALID_REPLICATION_FACTOR', "Unable to create topic(s) 'offsets': INVALID_REPLICATION_FACTOR it says"],
    ['INVALID_CONFIG', "Unable to create topic(s) 'offsets': INVALID_CONFIG it says"],
    ['REQUEST_TIMED_OUT', timedOut],
    ['COORDINATOR_NOT_AVAILABLE', timedOut],
    ['POLICY_VIOLATION', "Error while attempting to create/find topic(s) 'offsets'"],
  ] as const)('that cannot be created because of %s is an error', async (name, message) => {
    const { outcome } = ensure({ creations: [name], timeoutMs: 0 });
    await expect(outcome).rejects.toMatchObject({ code: 'TOPIC_CREATION_FAILED', message });
  });
});
