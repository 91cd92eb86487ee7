import { createAclsApi, updateFeaturesApi } from '@sluice/kafka-protocol';
import { runJavaTool, startKafkaOf, waitFor, type SharedKafka } from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { Cluster } from '../src/cluster/cluster.ts';
import type { Producer } from '../src/produce/producer.ts';
import { parseAdminSettings } from '../src/settings/admin-settings.ts';
import { readRecords, RealClients, uniqueName } from '../testing/real-clients.ts';

// The dev broker has no ACLs.
const { kind } = inject('kafka');

let kafka: SharedKafka;
let clients: RealClients;

beforeAll(async () => {
  kafka = await startKafkaOf(kind, {
    properties: {
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'allow.everyone.if.no.acl.found': 'true',
      'transaction.abort.timed.out.transaction.cleanup.interval.ms': '200',
    },
  });
  clients = new RealClients(kafka.bootstrapServers);
  if (kind === 'dev') return;
  await askBroker(async (cluster) => {
    const denied = [
      { resourceType: 2, resourceName: 'denied-topic' },
      { resourceType: 3, resourceName: 'denied-group' },
      { resourceType: 5, resourceName: 'denied-id' },
    ];
    const rule = { principal: 'User:ANONYMOUS', host: '*', operation: 4, permissionType: 2 };
    const creations = denied.map((resource) => ({ ...resource, ...rule, resourcePatternType: 3 }));
    const reads = creations.map((creation) => ({ ...creation, operation: 3 }));
    const seen = creations.slice(0, 1).map((creation) => ({ ...creation, operation: 8, permissionType: 3 }));
    const { results } = await cluster.links.requestAny(createAclsApi, {
      creations: [...creations, ...reads, ...seen],
    });
    if (results.some(({ errorCode }) => errorCode !== 0)) throw new Error('the broker takes no ACLs');
  });
});

afterAll(() => kafka.stop());
afterEach(() => clients.closeAll());

async function askBroker<T>(ask: (cluster: Cluster) => Promise<T>): Promise<T> {
  const { settings } = parseAdminSettings({ 'bootstrap.servers': kafka.bootstrapServers });
  const cluster = new Cluster({
    settings,
    metricGroup: 'admin-client-metrics',
    allowAutoTopicCreation: false,
  });
  try {
    await cluster.refresh();
    return await ask(cluster);
  } finally {
    cluster.close();
  }
}

async function agreeOn(level: number): Promise<void> {
  const feature = 'transaction.version';
  const finalized = (): Promise<number> =>
    askBroker((cluster) => Promise.resolve(cluster.links.finalizedLevel(feature)));
  if ((await finalized()) === level) return;
  const featureUpdates = [{ feature, maxVersionLevel: level, upgradeType: 2 }];
  const response = await askBroker((cluster) =>
    cluster.links.requestAny(updateFeaturesApi, { featureUpdates }),
  );
  if (response.errorCode !== 0) throw new Error(response.errorMessage ?? `error ${response.errorCode}`);
  await waitFor(`${feature}=${level}`, async () => ((await finalized()) === level ? true : undefined));
}

async function transactional(
  topic: string,
  properties: Readonly<Record<string, string>> = {},
): Promise<Producer<string>> {
  const producer = clients.producer<string>({ 'transactional.id': uniqueName('tx'), ...properties });
  await producer.initTransactions();
  await producer.prepare(topic);
  return producer;
}

function append(producer: Producer<string>, topic: string, values: readonly string[]): void {
  for (const [index, value] of values.entries()) {
    producer.append({ topic, partition: index % 2, timestampMs: null, key: null, value }, value);
  }
}

const byText = (left: string, right: string): number => (left < right ? -1 : 1);
const numbers = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`);

async function committedValues(topic: string, count: number): Promise<string[]> {
  const consumer = clients.consumer({ 'isolation.level': 'read_committed' });
  consumer.assign([0, 1].map((partition) => ({ topic, partition })));
  const records = await readRecords(consumer, count, 1000);
  return records.map(({ value }) => value ?? '').sort(byText);
}

async function java(tool: string, args: readonly string[]): Promise<string> {
  const { stdout, stderr, exitCode } = await runJavaTool(`org.apache.kafka.tools.consumer.${tool}`, [
    '--bootstrap-server',
    kafka.bootstrapServers,
    ...args,
  ]);
  if (exitCode !== 0) throw new Error(`${tool} failed: ${stderr}`);
  return stdout;
}

describe.each([2, 1])('a transactional producer on Kafka with transaction.version=%i', (level) => {
  beforeAll(() => agreeOn(level));

  it('shows what is committed and hides what is aborted, from Java clients too', async () => {
    const topic = await clients.topic(2);
    const producer = await transactional(topic, { 'batch.size': '1000' });
    const expected: string[] = [];
    for (const [index, round] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      producer.beginTransaction();
      append(producer, topic, numbers(round, 200));
      if (index % 2 === 0) {
        await producer.commitTransaction();
        expected.push(...numbers(round, 200));
      } else {
        if (index === 1) await producer.flush();
        await producer.abortTransaction();
      }
    }
    producer.beginTransaction();
    append(producer, topic, ['open']);
    await producer.flush();
    expect(await committedValues(topic, 601)).toEqual(expected);
    const options = ['--topic', topic, '--from-beginning', '--isolation-level', 'read_committed'];
    const seen = await java('ConsoleConsumer', [...options, '--timeout-ms', '2000']);
    expect(seen.trim().split('\n').sort(byText)).toEqual(expected);
  });

  it('commits offsets of a group with the transaction, and only then', async () => {
    const topic = await clients.topic(2);
    const group = uniqueName('g');
    const producer = await transactional(topic);
    const consumer = clients.consumer({ 'group.id': group });
    const place = { topic, partition: 0 };
    producer.beginTransaction();
    append(producer, topic, ['x']);
    await producer.sendOffsetsToTransaction([{ ...place, offset: 7, metadata: 'note' }], { groupId: group });
    await producer.abortTransaction();
    expect(await consumer.committed([place])).toEqual([]);
    producer.beginTransaction();
    await producer.sendOffsetsToTransaction([{ ...place, offset: 8, metadata: 'note' }], { groupId: group });
    await producer.sendOffsetsToTransaction([{ topic, partition: 1, offset: 5 }], { groupId: group });
    await producer.commitTransaction();
    expect(await consumer.committed([place])).toMatchObject([{ ...place, offset: 8, metadata: 'note' }]);
    const described = await java('group.ConsumerGroupCommand', ['--describe', '--group', group]);
    const columns = described
      .split('\n')
      .filter((line) => line.includes(topic))
      .map((line) => line.trim().split(/\s+/).slice(1, 4));
    expect(columns).toEqual(
      expect.arrayContaining([
        [topic, '0', '8'],
        [topic, '1', '5'],
      ]),
    );
  });

  it('commits what a member of a group has read, and nothing for one that has left', async () => {
    const source = await clients.topic(2);
    const target = await clients.topic(2);
    const plain = clients.producer<string>();
    await plain.prepare(source);
    append(plain, source, numbers('n', 100));
    await plain.flush();
    const group = uniqueName('g');
    const consumer = clients.consumer({ 'group.id': group });
    consumer.subscribe([source]);
    const producer = await transactional(target);
    const read = await readRecords(consumer, 100);
    producer.beginTransaction();
    append(
      producer,
      target,
      read.map(({ value }) => `${value}!`),
    );
    const offsets = await Promise.all(
      [0, 1].map(async (partition) => {
        const place = { topic: source, partition };
        return { ...place, offset: await consumer.position(place) };
      }),
    );
    const member = consumer.groupMetadata();
    await producer.sendOffsetsToTransaction(offsets, member);
    await producer.commitTransaction();
    expect(await committedValues(target, 101)).toEqual(numbers('n', 100).map((value) => `${value}!`));
    expect((await consumer.committed(offsets)).map(({ offset }) => offset)).toEqual([50, 50]);
    await consumer.close();
    producer.beginTransaction();
    await expect(producer.sendOffsetsToTransaction(offsets, member)).rejects.toMatchObject({
      errorName: 'UNKNOWN_MEMBER_ID',
    });
    await producer.abortTransaction();
  });

  it('is fenced by another producer of its id, whose transactions go on', async () => {
    const topic = await clients.topic(2);
    const id = { 'transactional.id': uniqueName('tx') };
    const zombie = await transactional(topic, id);
    zombie.beginTransaction();
    append(zombie, topic, ['zombie']);
    await zombie.flush();
    const successor = await transactional(topic, id);
    append(zombie, topic, ['late']);
    await expect(zombie.commitTransaction()).rejects.toThrow(/Produce to|has taken over/);
    await expect(zombie.abortTransaction()).rejects.toMatchObject({
      errorName: 'PRODUCER_FENCED',
      message: expect.stringContaining(id['transactional.id']) as string,
    });
    expect(() => append(zombie, topic, ['more'])).toThrow(/has taken over/);
    expect(() => zombie.beginTransaction()).toThrow(/has taken over/);
    successor.beginTransaction();
    append(successor, topic, ['successor']);
    await successor.commitTransaction();
    expect(await committedValues(topic, 3)).toEqual(['successor']);
  });

  it('cannot go on after a transaction that took longer than transaction.timeout.ms', async () => {
    const topic = await clients.topic(2);
    const producer = await transactional(topic, { 'transaction.timeout.ms': '500' });
    producer.beginTransaction();
    append(producer, topic, ['slow']);
    await producer.flush();
    const reader = clients.consumer({ 'isolation.level': 'read_committed' });
    reader.assign([{ topic, partition: 0 }]);
    // The mark of the abort stands behind the record.
    await expect
      .poll(async () => {
        await reader.poll(100);
        return await reader.position({ topic, partition: 0 });
      })
      .toBe(2);
    // In version 2 the coordinator still recognises the producer, but its transaction is over.
    const errorName = level === 1 ? 'PRODUCER_FENCED' : 'INVALID_TXN_STATE';
    await expect(producer.commitTransaction()).rejects.toMatchObject({
      errorName,
      message: expect.stringContaining('transaction.timeout.ms') as string,
    });
    expect(() => producer.beginTransaction()).toThrow(/transaction.timeout.ms/);
  });

  it('aborts a transaction of which a record failed, and goes on with the next', async () => {
    const topic = await clients.topic(2, { 'max.message.bytes': '2000' });
    const producer = await transactional(topic);
    producer.beginTransaction();
    append(producer, topic, ['good', 'x'.repeat(5000), 'also good']);
    await expect(producer.commitTransaction()).rejects.toMatchObject({ errorName: 'MESSAGE_TOO_LARGE' });
    expect(() => append(producer, topic, ['more'])).toThrow(/MESSAGE_TOO_LARGE/);
    await producer.abortTransaction();
    producer.beginTransaction();
    append(producer, topic, numbers('n', 10));
    await producer.commitTransaction();
    expect(await committedValues(topic, 11)).toEqual(numbers('n', 10));
  });

  it.skipIf(kind === 'dev')('says what it may not do, and goes on with what it may', async () => {
    const topic = await clients.topic(2);
    const producer = await transactional(topic);
    producer.beginTransaction();
    const offsets = [{ topic, partition: 0, offset: 1 }];
    await expect(
      producer.sendOffsetsToTransaction(offsets, { groupId: 'denied-group' }),
    ).rejects.toMatchObject({
      errorName: 'GROUP_AUTHORIZATION_FAILED',
    });
    await expect(producer.commitTransaction()).rejects.toMatchObject({
      errorName: 'GROUP_AUTHORIZATION_FAILED',
    });
    await producer.abortTransaction();
    producer.beginTransaction();
    append(producer, topic, ['fine']);
    await producer.commitTransaction();
    expect(await committedValues(topic, 2)).toEqual(['fine']);
    const admin = clients.admin();
    if (!(await admin.listTopics()).includes('denied-topic'))
      await admin.createTopic({ name: 'denied-topic' });
    await producer.prepare('denied-topic');
    producer.beginTransaction();
    append(producer, topic, ['lost with the other']);
    producer.append({ topic: 'denied-topic', partition: 0, timestampMs: null, key: null, value: 'x' }, 'x');
    await expect(producer.commitTransaction()).rejects.toMatchObject({
      errorName: 'TOPIC_AUTHORIZATION_FAILED',
      message: expect.stringMatching(/denied-topic-0.*check the ACLs/) as string,
    });
    await producer.abortTransaction();
    expect(await committedValues(topic, 2)).toEqual(['fine']);
    const denied = clients.producer({ 'transactional.id': 'denied-id' });
    await expect(denied.initTransactions()).rejects.toMatchObject({
      errorName: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
      message: expect.stringContaining('transactional.id=denied-id') as string,
    });
  });
});
