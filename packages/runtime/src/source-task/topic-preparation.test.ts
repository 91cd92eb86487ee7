import { SourceRecord } from '@sluice/connect-api';
import { KafkaError } from '@sluice/kafka-client';
import { describe, expect, it, vi } from 'vitest';
import { InMemoryLog } from '../../testing/in-memory-log.ts';
import { InMemoryProducer } from '../../testing/in-memory-producer.ts';
import { InMemorySourceRun, InMemorySourceTask } from '../../testing/in-memory-source-run.ts';
import { InMemoryTopic } from '../../testing/in-memory-topic.ts';
import { topicGroupsOf } from '../config/topic-creation/topic-groups.ts';
import type { TopicAdmin } from '../topics/topic-admin.ts';
import { TopicPreparation } from './topic-preparation.ts';

type ErrorName = ConstructorParameters<typeof KafkaError>[0];

const config = {
  'topic.creation.default.partitions': '2',
  'topic.creation.default.replication.factor': '-1',
  'topic.creation.default.cleanup.policy': 'compact',
};

/** A cluster whose topics are those that are created, with failures the test chooses. */
class Cluster {
  readonly calls: string[] = [];
  readonly describeErrors: ErrorName[] = [];
  readonly createErrors: ErrorName[] = [];
  readonly topics = new Set<string>();
  onCreated: (topic: string) => void = () => undefined;

  readonly admin: TopicAdmin = {
    ...new InMemoryTopic().admin,
    describeTopic: async (topic) => {
      this.calls.push(`describe ${topic}`);
      const failure =
        this.describeErrors.shift() ?? (this.topics.has(topic) ? null : 'UNKNOWN_TOPIC_OR_PARTITION');
      if (failure !== null) throw new KafkaError(failure, `${failure} it says`);
      return await new InMemoryTopic().admin.describeTopic(topic);
    },
    createTopic: async (topic) => {
      this.calls.push(`create ${JSON.stringify(topic)}`);
      await Promise.resolve();
      const failure = this.createErrors.shift();
      if (failure !== undefined) throw new KafkaError(failure, `${failure} it says`);
      this.topics.add(topic.name);
      this.onCreated(topic.name);
    },
  };

  preparation(): TopicPreparation {
    return new TopicPreparation({
      groups: topicGroupsOf(config, {}) ?? [],
      admin: this.admin,
      bootstrapServers: 'k:9092',
      log: new InMemoryLog(),
    });
  }
}

const created =
  'create {"name":"t","partitions":2,"replicationFactor":-1,"configs":{"cleanup.policy":"compact"}}';

describe('a topic that a source is about to write', () => {
  it('is looked for once, and created as the connector wants it', async () => {
    const cluster = new Cluster();
    const topics = cluster.preparation();
    await topics.ensure('t');
    await topics.ensure('t');
    expect(cluster.calls).toEqual(['describe t', created]);
  });

  it('is left as it is when it is there, or somebody else creates it at the same time', async () => {
    const cluster = new Cluster();
    cluster.topics.add('there');
    const topics = cluster.preparation();
    await topics.ensure('there');
    cluster.createErrors.push('TOPIC_ALREADY_EXISTS');
    await topics.ensure('t');
    await topics.ensure('t');
    expect(cluster.calls).toEqual(['describe there', 'describe t', created]);
  });

  const wanted =
    '(name=t, numPartitions=2, replicationFactor=default, replicasAssignments=null, configs={cleanup.policy=compact})';
  const refused = `Task failed to create new topic ${wanted}. Ensure that the task is authorized to create topics or that the topic exists and restart the task`;

  it.each([
    ['TOPIC_AUTHORIZATION_FAILED', refused],
    ['CLUSTER_AUTHORIZATION_FAILED', refused],
    ['UNSUPPORTED_VERSION', refused],
    ['INVALID_REPLICATION_FACTOR', "Unable to create topic(s) 't': INVALID_REPLICATION_FACTOR it says"],
    ['INVALID_CONFIG', "Unable to create topic(s) 't': INVALID_CONFIG it says"],
    ['POLICY_VIOLATION', "Error while attempting to create/find topic(s) 't'"],
  ] as const)('fails the task when it cannot be created because of %s', async (name, message) => {
    const cluster = new Cluster();
    cluster.createErrors.push(name);
    await expect(cluster.preparation().ensure('t')).rejects.toMatchObject({
      code: 'TOPIC_CREATION_FAILED',
      message,
    });
  });

  it.each([
    ['TOPIC_AUTHORIZATION_FAILED', "Not authorized to describe topic(s) 't' on the brokers k:9092"],
    ['UNKNOWN_SERVER_ERROR', "Error while attempting to describe topics 't'"],
  ] as const)('fails the task when it cannot be looked for because of %s', async (name, message) => {
    const cluster = new Cluster();
    cluster.describeErrors.push(name);
    await expect(cluster.preparation().ensure('t')).rejects.toMatchObject({
      code: 'TOPIC_CREATION_FAILED',
      message,
    });
  });

  it('is tried again by the task while brokers do not answer, in order and without loss', async () => {
    const cluster = new Cluster();
    cluster.describeErrors.push('REQUEST_TIMED_OUT', 'REQUEST_TIMED_OUT');
    const producer = new InMemoryProducer({});
    cluster.onCreated = (topic) => producer.createTopic(topic);
    const record = (value: string): SourceRecord => new SourceRecord({ topic: 't', value });
    const run = new InMemorySourceRun(new InMemorySourceTask([record('a'), record('b')]), {
      producer,
      topics: cluster.preparation(),
    });
    await vi.waitFor(() => expect(producer.values).toEqual(['a', 'b']), { timeout: 5000, interval: 5 });
    expect(await run.stop()).toBeUndefined();
    expect(cluster.calls).toEqual(['describe t', 'describe t', 'describe t', created]);
  });

  it('that cannot be created ends the task with what Connect says', async () => {
    const cluster = new Cluster();
    cluster.createErrors.push('INVALID_CONFIG');
    const run = new InMemorySourceRun(
      new InMemorySourceTask([new SourceRecord({ topic: 't', value: 'a' })]),
      { producer: new InMemoryProducer({}), topics: cluster.preparation() },
    );
    expect(await run.ended).toMatchObject({
      message: "Unable to create topic(s) 't': INVALID_CONFIG it says",
    });
    expect(run.states).toEqual(['RUNNING', 'FAILED']);
  });
});
