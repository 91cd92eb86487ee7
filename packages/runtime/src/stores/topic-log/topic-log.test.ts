import { afterEach, describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../../testing/in-memory-log.ts';
import { InMemoryTopic } from '../../../testing/in-memory-topic.ts';
import type { LogRecords } from './log-clients.ts';
import { TopicLog } from './topic-log.ts';

class KafkaFailure extends Error {
  readonly retriable: boolean;
  readonly errorName: string;

  constructor(errorName: string, retriable: boolean) {
    super(errorName);
    this.errorName = errorName;
    this.retriable = retriable;
  }
}

const passing = (): Error => new KafkaFailure('NOT_LEADER_OR_FOLLOWER', true);
const lasting = (): Error => new KafkaFailure('TOPIC_AUTHORIZATION_FAILED', false);

let opened: TopicLog[] = [];

afterEach(async () => {
  for (const log of opened) await log.close();
  opened = [];
});

interface Opened {
  readonly topic: InMemoryTopic;
  readonly topicLog: TopicLog;
  readonly seen: string[];
  readonly log: InMemoryLog;
}

function openLog(topic = new InMemoryTopic(), onRecords?: (records: LogRecords) => void): Opened {
  const seen: string[] = [];
  const log = new InMemoryLog();
  const topicLog = new TopicLog({
    topic: topic.name,
    ensureTopic: () => Promise.resolve(),
    onRecords: (records) => {
      onRecords?.(records);
      const cursor = records.records();
      while (cursor.next()) seen.push(`${cursor.offset}:${cursor.key?.toString()}`);
    },
    consumer: topic.consumer,
    admin: topic.admin,
    writer: null,
    log,
  });
  opened.push(topicLog);
  return { topic, topicLog, seen, log };
}

function filled(...keys: readonly string[]): InMemoryTopic {
  const topic = new InMemoryTopic();
  for (const key of keys) topic.produce(key, 'v');
  return topic;
}

describe('the log of a topic', () => {
  it('has handed on all that the topic had when it is started, however often it must poll for it', async () => {
    const topic = filled('a', 'b', 'c');
    topic.maxRecords = 1;
    const { topicLog, seen } = openLog(topic);
    await topicLog.start();
    expect(seen).toEqual(['0:a', '1:b', '2:c']);
  });

  it('follows the topic once it is started', async () => {
    const { topic, topicLog, seen } = openLog();
    await topicLog.start();
    topic.produce('a', 'v');
    await expect.poll(() => seen).toEqual(['0:a']);
  });

  it('reads to the end at once though nothing new comes', async () => {
    const { topic, topicLog } = openLog(filled('a'));
    await topicLog.start();
    await topicLog.readToEnd();
    await topicLog.readToEnd();
    expect(topic.endLookUps).toBe(3);
  });

  it('looks up the end after it was asked to read to it, not before', async () => {
    const { topic, topicLog, seen } = openLog();
    await topicLog.start();
    const gate = Promise.withResolvers<void>();
    topic.endGate = gate.promise;
    const first = topicLog.readToEnd();
    await expect.poll(() => topic.endLookUps).toBe(2);
    const second = topicLog.readToEnd();
    gate.resolve();
    await first;
    topic.produce('late', 'v');
    await second;
    expect(topic.endLookUps).toBe(3);
    expect(seen).toEqual(['0:late']);
  });

  it('tries again to find the end while that may help, and keeps whoever waits', async () => {
    const topic = filled('a');
    topic.endErrors.push(passing(), passing());
    const { topicLog, seen } = openLog(topic);
    await topicLog.start();
    expect(seen).toEqual(['0:a']);
  });

  it('does not start when the end may not be known', async () => {
    const topic = filled('a');
    topic.endErrors.push(lasting());
    await expect(openLog(topic).topicLog.start()).rejects.toThrow(
      "Not authorized to get the end offsets for topic 'offsets': TOPIC_AUTHORIZATION_FAILED",
    );
  });

  it('goes on after its consumer failed, for good it seemed', async () => {
    const { topic, topicLog, seen, log } = openLog();
    await topicLog.start();
    topic.pollErrors.push(lasting(), passing());
    topic.consumer.wakeup();
    topic.produce('a', 'v');
    await expect.poll(() => seen).toEqual(['0:a']);
    expect(log.messages('warn')).toEqual([
      'An internal topic cannot be read now; trying again',
      'An internal topic cannot be read now; trying again',
    ]);
  });

  it('tells who waits for the end when the topic cannot be read', async () => {
    const { topic, topicLog } = openLog();
    await topicLog.start();
    topic.produce('a', 'v');
    topic.pollErrors.push(passing(), lasting());
    await expect(topicLog.readToEnd()).rejects.toMatchObject({
      code: 'INTERNAL_TOPIC_UNREADABLE',
      message: "Topic 'offsets' cannot be read: TOPIC_AUTHORIZATION_FAILED",
    });
    await topicLog.readToEnd();
  });

  it('outlives records that whoever reads them does not understand', async () => {
    const topic = filled('a');
    const { topicLog, log, seen } = openLog(topic, () => {
      if (topic.polls === 1) throw new Error('odd');
    });
    await topicLog.start();
    topic.produce('b', 'v');
    await topicLog.readToEnd();
    expect(seen).toEqual(['1:b']);
    expect(log.messages('error')).toEqual(['Records of an internal topic were not understood']);
  });

  it('tells who waits that it is closed, though clients hang', async () => {
    const { topic, topicLog } = openLog();
    await topicLog.start();
    topic.endGate = new Promise(() => undefined);
    const outcome = topicLog.readToEnd().catch((error: unknown) => error);
    await expect.poll(() => topic.endLookUps).toBe(2);
    await topicLog.close();
    expect(await outcome).toMatchObject({ code: 'WORKER_STOPPING' });
    expect(topic.isClosed).toBe(true);
    await expect(topicLog.readToEnd()).rejects.toMatchObject({ code: 'WORKER_STOPPING' });
  });
});
