import { afterEach, describe, expect, inject, it } from 'vitest';
import type { WantedTopics } from '../src/consumer/subscription.ts';
import { GroupReader, numbersReadBy, ownedBy } from '../testing/group-reader.ts';
import { readRecords, RealClients, uniqueName } from '../testing/real-clients.ts';

const clients = new RealClients(inject('kafka').bootstrapServers);

const readers: GroupReader[] = [];

afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.stop()));
  await clients.closeAll();
});

function startReader(
  group: string,
  topics: WantedTopics,
  properties: Record<string, string> = {},
): GroupReader {
  const quick = {
    'heartbeat.interval.ms': '100',
    'session.timeout.ms': '6000',
    'metadata.max.age.ms': '500',
  };
  const reader = new GroupReader(clients.consumer({ 'group.id': group, ...quick, ...properties }), topics);
  readers.push(reader);
  return reader;
}

async function produce(topic: string, count: number, from = 0): Promise<void> {
  const producer = clients.producer();
  await producer.prepare(topic);
  const partitions = producer.partitionCount(topic) ?? 1;
  for (let index = from; index < from + count; index += 1) {
    producer.append(
      { topic, partition: index % partitions, timestampMs: null, key: null, value: `${index}` },
      undefined,
    );
  }
  await producer.flush();
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('a consumer group on Kafka', () => {
  it('divides the partitions among three members as they come and go, and loses and repeats nothing', async () => {
    const topic = await clients.topic(6);
    const group = uniqueName('g');
    await produce(topic, 600);
    const first = startReader(group, [topic]);
    await expect.poll(() => ownedBy(first), { timeout: 20_000 }).toEqual([[0, 1, 2, 3, 4, 5]]);
    await expect.poll(() => first.records.length, { timeout: 10_000 }).toBe(600);
    const second = startReader(group, [topic]);
    await expect
      .poll(() => ownedBy(first, second), { timeout: 20_000 })
      .toEqual([
        [0, 1, 2],
        [3, 4, 5],
      ]);
    const third = startReader(group, [topic]);
    await expect
      .poll(() => ownedBy(first, second, third), { timeout: 20_000 })
      .toEqual([
        [0, 1],
        [2, 3],
        [4, 5],
      ]);
    await produce(topic, 600, 600);
    await expect.poll(() => numbersReadBy(first, second, third).length, { timeout: 10_000 }).toBe(1200);
    await second.close();
    await expect
      .poll(() => ownedBy(first, third), { timeout: 20_000 })
      .toEqual([
        [0, 1, 2],
        [3, 4, 5],
      ]);
    await produce(topic, 600, 1200);
    await expect.poll(() => numbersReadBy(first, second, third).length, { timeout: 10_000 }).toBe(1800);
    expect(numbersReadBy(first, second, third)).toEqual(upTo(1800));
    expect(first.events.filter((event) => event.startsWith('lost'))).toEqual([]);
    expect(first.events.slice(0, 3)).toEqual([
      'assigned 0,1,2,3,4,5',
      'revoked 0,1,2,3,4,5',
      expect.stringMatching(/^assigned/),
    ]);
  });

  it('goes on at what was committed, with its metadata', async () => {
    const topic = await clients.topic();
    const group = uniqueName('g');
    const partition = { topic, partition: 0 };
    await produce(topic, 10);
    const before = clients.consumer({ 'group.id': group });
    before.subscribe([topic]);
    expect(await readRecords(before, 10)).toHaveLength(10);
    await before.commit([{ ...partition, offset: 4, metadata: 'half way', leaderEpoch: 0 }]);
    expect(await before.committed([partition, { topic, partition: 9 }])).toEqual([
      { ...partition, offset: 4, metadata: 'half way', leaderEpoch: 0 },
    ]);
    await before.close();
    const after = clients.consumer({ 'group.id': group });
    after.subscribe([topic]);
    expect((await readRecords(after, 6)).map(({ offset }) => offset)).toEqual([4, 5, 6, 7, 8, 9]);
  });

  it('commits by itself where enable.auto.commit says so', async () => {
    const topic = await clients.topic();
    const group = uniqueName('g');
    await produce(topic, 10);
    const before = clients.consumer({ 'group.id': group, 'enable.auto.commit': 'true' });
    before.subscribe([topic]);
    await readRecords(before, 10);
    await before.close();
    expect(await clients.consumer({ 'group.id': group }).committed([{ topic, partition: 0 }])).toMatchObject([
      { offset: 10 },
    ]);
  });

  it('finds new topics that match a pattern, as a whole name only', async () => {
    const prefix = uniqueName('p');
    const admin = clients.admin();
    await admin.createTopic({ name: `${prefix}-a` });
    await admin.createTopic({ name: `not-${prefix}-a` });
    const reader = startReader(uniqueName('g'), new RegExp(`${prefix}-.`));
    const topicsOwned = (): string[] =>
      reader.consumer
        .assignment()
        .map(({ topic }) => topic)
        .sort();
    await expect.poll(topicsOwned, { timeout: 20_000 }).toEqual([`${prefix}-a`]);
    await admin.createTopic({ name: `${prefix}-b` });
    await expect.poll(topicsOwned, { timeout: 20_000 }).toEqual([`${prefix}-a`, `${prefix}-b`]);
  });

  it('waits for a topic that is not there yet', async () => {
    const topic = uniqueName('late');
    const reader = startReader(uniqueName('g'), [topic], { 'allow.auto.create.topics': 'false' });
    await expect.poll(() => reader.events, { timeout: 20_000 }).toEqual(['assigned ']);
    await clients.admin().createTopic({ name: topic, partitions: 2 });
    await expect.poll(() => ownedBy(reader), { timeout: 20_000 }).toEqual([[0, 1]]);
  });

  it('keeps its place by heartbeats while a member does not poll, but not beyond max.poll.interval.ms', async () => {
    const topic = await clients.topic(2);
    const group = uniqueName('g');
    const slow = clients.consumer({
      'group.id': group,
      'session.timeout.ms': '6000',
      'heartbeat.interval.ms': '200',
      'max.poll.interval.ms': '9000',
    });
    const events: string[] = [];
    slow.subscribe([topic], {
      onPartitionsAssigned: () => void events.push('assigned'),
      onPartitionsLost: () => void events.push('lost'),
    });
    await expect
      .poll(async () => (await slow.poll(100), slow.assignment().length), { timeout: 20_000 })
      .toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 7500));
    await slow.commit([{ topic, partition: 0, offset: 0 }]);
    const other = startReader(group, [topic]);
    await expect.poll(() => ownedBy(other), { timeout: 20_000 }).toEqual([[0, 1]]);
    await expect(slow.commitOnce([{ topic, partition: 0, offset: 0 }])).rejects.toMatchObject({
      errorName: 'UNKNOWN_MEMBER_ID',
    });
    await expect
      .poll(async () => (await slow.poll(100), slow.assignment().length), { timeout: 20_000 })
      .toBe(1);
    expect(events).toEqual(['assigned', 'lost', 'assigned']);
  });

  it('keeps what stays when it is cooperative, and reads on while others join', async () => {
    const topic = await clients.topic(6);
    const group = uniqueName('g');
    const cooperative = { 'partition.assignment.strategy': 'cooperative-sticky' };
    const first = startReader(group, [topic], cooperative);
    await expect.poll(() => ownedBy(first), { timeout: 20_000 }).toEqual([[0, 1, 2, 3, 4, 5]]);
    const second = startReader(group, [topic], cooperative);
    await expect.poll(() => [first.owned.length, second.owned.length], { timeout: 20_000 }).toEqual([3, 3]);
    await produce(topic, 600);
    const third = startReader(group, [topic], cooperative);
    await expect
      .poll(() => [first, second, third].map(({ owned }) => owned.length), { timeout: 20_000 })
      .toEqual([2, 2, 2]);
    await second.close();
    await expect.poll(() => [first.owned.length, third.owned.length], { timeout: 20_000 }).toEqual([3, 3]);
    await produce(topic, 600, 600);
    await expect.poll(() => numbersReadBy(first, second, third).length, { timeout: 10_000 }).toBe(1200);
    expect(numbersReadBy(first, second, third)).toEqual(upTo(1200));
    const revoked = first.events.filter((event) => event.startsWith('revoked'));
    expect(revoked.map((event) => event.split(',').length)).toEqual([3, 1]);
    expect(first.events.filter((event) => event.startsWith('lost'))).toEqual([]);
  });

  it('divides anew when a member asks for it, and tells as whom it is known', async () => {
    const topic = await clients.topic(2);
    const group = uniqueName('g');
    const reader = startReader(group, [topic]);
    await expect.poll(() => ownedBy(reader), { timeout: 20_000 }).toEqual([[0, 1]]);
    const before = reader.consumer.groupMetadata();
    expect(before).toMatchObject({
      groupId: group,
      groupInstanceId: null,
      memberId: expect.any(String) as string,
    });
    reader.consumer.enforceRebalance('a test');
    await expect
      .poll(() => reader.consumer.groupMetadata(), { timeout: 20_000 })
      .toEqual({ ...before, generationId: (before.generationId ?? 0) + 1 });
    const figures = (): Record<string, number> =>
      Object.fromEntries(reader.consumer.metrics().map(({ name, value }) => [name, value]));
    await expect.poll(() => figures()['heartbeat-total'], { timeout: 20_000 }).toBeGreaterThan(0);
    expect(figures()).toMatchObject({
      'assigned-partitions': 2,
      'rebalance-total': 2,
      'failed-rebalance-total': 0,
      'commit-total': 1,
    });
  });

  it('gives partitions up at once that it no longer wants, and leaves when it wants none', async () => {
    const [topic, other] = [await clients.topic(2), await clients.topic(1)];
    const group = uniqueName('g');
    const consumer = clients.consumer({ 'group.id': group, 'heartbeat.interval.ms': '100' });
    const topicsOwned = async (): Promise<string[]> => {
      await consumer.poll(100);
      return [...new Set(consumer.assignment().map((one) => one.topic))];
    };
    consumer.subscribe([topic]);
    await expect.poll(topicsOwned, { timeout: 20_000 }).toEqual([topic]);
    consumer.subscribe([other]);
    await expect.poll(topicsOwned, { timeout: 20_000 }).toEqual([other]);
    await consumer.unsubscribe();
    expect(consumer.assignment()).toEqual([]);
    expect(consumer.groupMetadata().memberId).toBe('');
    consumer.assign([{ topic, partition: 0 }]);
    expect((await clients.admin().groups.describe([group])).get(group)).toMatchObject({ members: [] });
  });

  it('does not take a member whose assignors nobody shares, nor two of one instance', async () => {
    const topic = await clients.topic(2);
    const group = uniqueName('g');
    const instance = { 'group.instance.id': 'a' };
    const first = startReader(group, [topic], { 'partition.assignment.strategy': 'range', ...instance });
    await expect.poll(() => ownedBy(first), { timeout: 20_000 }).toEqual([[0, 1]]);
    const stranger = startReader(group, [topic], { 'partition.assignment.strategy': 'roundrobin' });
    await expect
      .poll(() => stranger.failure, { timeout: 20_000 })
      .toMatchObject({ errorName: 'INCONSISTENT_GROUP_PROTOCOL' });
    const twin = startReader(group, [topic], instance);
    await expect
      .poll(() => first.failure, { timeout: 20_000 })
      .toMatchObject({ errorName: 'FENCED_INSTANCE_ID' });
    await expect.poll(() => ownedBy(twin), { timeout: 20_000 }).toEqual([[0, 1]]);
  });

  it('gives a static member its partitions back without a rebalance when it returns', async () => {
    const topic = await clients.topic(2);
    const group = uniqueName('g');
    const stays = startReader(group, [topic], { 'group.instance.id': 'a' });
    const returns = startReader(group, [topic], { 'group.instance.id': 'b' });
    await expect.poll(() => ownedBy(stays, returns), { timeout: 20_000 }).toEqual([[0], [1]]);
    const before = stays.events.length;
    await returns.close();
    const again = startReader(group, [topic], { 'group.instance.id': 'b' });
    await expect.poll(() => ownedBy(stays, again), { timeout: 20_000 }).toEqual([[0], [1]]);
    expect(stays.events.length).toBe(before);
    await again.stop();
    await again.consumer.close(5000, 'leave');
    await expect.poll(() => ownedBy(stays), { timeout: 20_000 }).toEqual([[0, 1]]);
  });

  it('gives a static leader its work back without a rebalance, and has it see to the group as before', async () => {
    const topic = await clients.topic(2);
    const group = uniqueName('g');
    const leads = startReader(group, [topic], { 'group.instance.id': 'a' });
    await expect.poll(() => ownedBy(leads), { timeout: 20_000 }).toEqual([[0, 1]]);
    const follows = startReader(group, [topic], { 'group.instance.id': 'b' });
    await expect.poll(() => ownedBy(leads, follows), { timeout: 20_000 }).toEqual([[0], [1]]);
    const before = follows.consumer.groupMetadata();
    await leads.close();
    const again = startReader(group, [topic], { 'group.instance.id': 'a' });
    await expect.poll(() => ownedBy(again, follows), { timeout: 20_000 }).toEqual([[0], [1]]);
    expect(follows.consumer.groupMetadata()).toEqual(before);
    await clients.admin().topics.addPartitions([{ topic, total: 4 }]);
    await expect
      .poll(() => ownedBy(again, follows), { timeout: 20_000 })
      .toEqual([
        [0, 1],
        [2, 3],
      ]);
  });

  it('passes on what a listener throws, and stays usable', async () => {
    const topic = await clients.topic();
    await produce(topic, 1);
    const consumer = clients.consumer({ 'group.id': uniqueName('g') });
    const thrown = new Error('from the listener');
    consumer.subscribe([topic], { onPartitionsAssigned: () => Promise.reject(thrown) });
    await expect(consumer.poll(20_000)).rejects.toBe(thrown);
    expect(await readRecords(consumer, 1)).toHaveLength(1);
  });

  it('says why a group does not want it', async () => {
    const topic = await clients.topic();
    const consumer = clients.consumer({
      'group.id': uniqueName('g'),
      'session.timeout.ms': '10',
      'heartbeat.interval.ms': '5',
    });
    consumer.subscribe([topic]);
    await expect(consumer.poll(20_000)).rejects.toMatchObject({
      errorName: 'INVALID_SESSION_TIMEOUT',
      message: expect.stringContaining(
        'session.timeout.ms is outside of group.min.session.timeout.ms',
      ) as string,
    });
  });
});
