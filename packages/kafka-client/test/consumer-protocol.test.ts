import { afterEach, describe, expect, inject, it } from 'vitest';
import { SubscriptionPattern } from '../src/consumer/subscription-pattern.ts';
import type { WantedTopics } from '../src/consumer/subscription.ts';
import { GroupReader, numbersReadBy, ownedBy } from '../testing/group-reader.ts';
import { RealClients, uniqueName } from '../testing/real-clients.ts';

const clients = new RealClients(inject('kafka').bootstrapServers);
const readers: GroupReader[] = [];

afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.stop()));
  await clients.closeAll();
});

function start(group: string, topics: WantedTopics, properties: Record<string, string> = {}): GroupReader {
  const ours = { 'group.id': group, 'group.protocol': 'consumer', 'metadata.max.age.ms': '500' };
  const reader = new GroupReader(clients.consumer({ ...ours, ...properties }), topics);
  readers.push(reader);
  return reader;
}

async function produce(topic: string, count: number, from = 0): Promise<void> {
  const producer = clients.producer();
  await producer.prepare(topic);
  const partitions = producer.partitionCount(topic) ?? 1;
  for (let index = from; index < from + count; index += 1) {
    const record = { topic, partition: index % partitions, timestampMs: null, key: null, value: `${index}` };
    producer.append(record, undefined);
  }
  await producer.flush();
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const counts = (...group: GroupReader[]): number[] => group.map(({ owned }) => owned.length);
const patient = { timeout: 40_000 };

describe('a group of the consumer protocol on Kafka', () => {
  it('divides partitions as members come and go, loses and repeats nothing, and keeps what stays', async () => {
    const topic = await clients.topic(6);
    const group = uniqueName('g');
    await produce(topic, 600);
    const first = start(group, [topic]);
    await expect.poll(() => counts(first), patient).toEqual([6]);
    await expect.poll(() => first.records.length, patient).toBe(600);
    const second = start(group, [topic]);
    await expect.poll(() => counts(first, second), patient).toEqual([3, 3]);
    await produce(topic, 600, 600);
    await expect.poll(() => numbersReadBy(first, second).length, patient).toBe(1200);
    await second.close();
    await expect.poll(() => counts(first), patient).toEqual([6]);
    await produce(topic, 600, 1200);
    await expect.poll(() => numbersReadBy(first, second).length, patient).toBe(1800);
    expect(numbersReadBy(first, second)).toEqual(upTo(1800));
    expect(first.events.map((event) => event.replace(/ .*/, ''))).toEqual([
      'assigned',
      'revoked',
      'assigned',
      'assigned',
    ]);
    expect(first.events[1]?.split(',')).toHaveLength(3);
    expect(first.consumer.groupMetadata().generationId).toBeGreaterThan(1);
  });

  it('reads what a pattern of the coordinator matches, also topics that come later', async () => {
    const prefix = uniqueName('p');
    const admin = clients.admin();
    await admin.createTopic({ name: `${prefix}-a`, partitions: 2 });
    await admin.createTopic({ name: `not-${prefix}-a` });
    const reader = start(uniqueName('g'), new SubscriptionPattern(`${prefix}-.*`));
    const topicsOwned = (): string[] =>
      reader.consumer
        .assignment()
        .map(({ topic, partition }) => `${topic}/${partition}`)
        .sort();
    const first = [`${prefix}-a/0`, `${prefix}-a/1`];
    await expect.poll(topicsOwned, patient).toEqual(first);
    await produce(`${prefix}-a`, 20);
    await expect.poll(() => numbersReadBy(reader), patient).toEqual(upTo(20));
    await admin.createTopic({ name: `${prefix}-b` });
    await expect.poll(topicsOwned, { timeout: 60_000 }).toEqual([...first, `${prefix}-b/0`]);
  });

  it('reads what a pattern of its own matches', async () => {
    const prefix = uniqueName('p');
    await clients.admin().createTopic({ name: `${prefix}-a` });
    const reader = start(uniqueName('g'), new RegExp(`${prefix}-.`));
    await expect.poll(() => counts(reader), patient).toEqual([1]);
    await clients.admin().createTopic({ name: `${prefix}-b` });
    await expect.poll(() => counts(reader), patient).toEqual([2]);
  });

  it('gives a static member its partitions back when it returns', async () => {
    const topic = await clients.topic(2);
    const group = uniqueName('g');
    const stays = start(group, [topic], { 'group.instance.id': 'a' });
    const returns = start(group, [topic], { 'group.instance.id': 'b' });
    await expect.poll(() => counts(stays, returns), patient).toEqual([1, 1]);
    const [before, events] = [returns.owned, stays.events.length];
    await returns.close();
    const again = start(group, [topic], { 'group.instance.id': 'b' });
    await expect.poll(() => again.owned, patient).toEqual(before);
    expect(stays.events).toHaveLength(events);
    await again.stop();
    await again.consumer.close(5000, 'leave');
    await expect.poll(() => ownedBy(stays), patient).toEqual([[0, 1]]);
  });

  it('is divided by the assignor of the brokers that is asked for, and refuses one that they do not have', async () => {
    const topic = await clients.topic(4);
    const group = uniqueName('g');
    const range = { 'group.remote.assignor': 'range' };
    const two = [start(group, [topic], range), start(group, [topic], range)];
    await expect
      .poll(() => ownedBy(...two), patient)
      .toEqual([
        [0, 1],
        [2, 3],
      ]);
    const other = start(uniqueName('g'), [topic], { 'group.remote.assignor': 'alphabetic' });
    await expect.poll(() => other.failure, patient).toMatchObject({ errorName: 'UNSUPPORTED_ASSIGNOR' });
    expect(String(other.failure)).toContain('uniform');
    const odd = start(uniqueName('g'), new SubscriptionPattern('(unclosed'));
    await expect.poll(() => odd.failure, patient).toMatchObject({ errorName: 'INVALID_REGULAR_EXPRESSION' });
  });

  it('loses its place when it does not poll within max.poll.interval.ms, and comes back', async () => {
    const topic = await clients.topic(2);
    const slow = clients.consumer({
      'group.id': uniqueName('g'),
      'group.protocol': 'consumer',
      'max.poll.interval.ms': '1500',
    });
    const events: string[] = [];
    slow.subscribe([topic], {
      onPartitionsAssigned: () => void events.push('assigned'),
      onPartitionsLost: () => void events.push('lost'),
    });
    const owned = async (): Promise<number> => (await slow.poll(100), slow.assignment().length);
    await expect.poll(owned, patient).toBe(2);
    await slow.commit([{ topic, partition: 0, offset: 0, metadata: 'm' }]);
    await expect.poll(() => slow.groupMetadata().memberId, patient).toBe('');
    await expect(slow.commitOnce([{ topic, partition: 0, offset: 0 }])).rejects.toMatchObject({
      errorName: 'UNKNOWN_MEMBER_ID',
    });
    await expect.poll(owned, patient).toBe(2);
    expect(events).toEqual(['assigned', 'lost', 'assigned']);
    expect(await slow.committed([{ topic, partition: 0 }])).toMatchObject([{ metadata: 'm' }]);
  });
});
