import { javaToolLines, tableIn } from '@sluice/testing-services';
import { afterEach, describe, expect, inject, it } from 'vitest';
import type { GroupDescription } from '../src/admin/groups/group-description.ts';
import type { CommittedOffset } from '../src/admin/groups/offsets/fetch-offsets.ts';
import type { PartitionOutcome } from '../src/admin/requests/outcome.ts';
import type { ScramCredential } from '../src/admin/security/scram-users.ts';
import { partitionsOf, RealClients, readRecords, uniqueName } from '../testing/real-clients.ts';

const tools = 'org.apache.kafka.tools';
// The dev broker has no groups of the new protocol.
const { bootstrapServers, kind } = inject('kafka');
const clients = new RealClients(bootstrapServers);

afterEach(() => clients.closeAll());

const java = (mainClass: string, args: readonly string[]): Promise<string[]> =>
  javaToolLines(bootstrapServers, mainClass, args);

describe('groups', () => {
  it('with their members and offsets are what ConsumerGroupCommand says they are', async () => {
    const admin = clients.admin();
    const topic = await clients.topic(3);
    const group = uniqueName('g');
    await clients.fill(topic, 3, 9);
    const consumer = clients.consumer({
      'group.id': group,
      'group.instance.id': 'static-1',
      'client.id': 'me',
    });
    consumer.subscribe([topic]);
    await readRecords(consumer, 9);
    await consumer.commit(partitionsOf(topic, 3).map((one) => ({ ...one, offset: one.partition + 1 })));

    const described = (await admin.groups.describe([group])).get(group);
    expect(described).toMatchObject({
      type: 'classic',
      state: 'Stable',
      protocolType: 'consumer',
      members: [{ groupInstanceId: 'static-1', clientId: 'me', assignment: partitionsOf(topic, 3) }],
    });
    const offsets = (await admin.groups.offsets([{ groupId: group }])).get(group);
    const ours = (offsets as readonly PartitionOutcome<CommittedOffset>[])
      .map(({ partition, result }) => [partition, (result as CommittedOffset).offset].join())
      .sort();
    const rows = tableIn(
      await java(`${tools}.consumer.group.ConsumerGroupCommand`, [
        '--describe',
        '--offsets',
        '--group',
        group,
      ]),
    );
    expect(rows.map((row) => [row['PARTITION'], row['CURRENT-OFFSET']].join()).sort()).toEqual(ours);
    const member = (described as GroupDescription).members[0]?.memberId;
    expect(rows[0]?.['CONSUMER-ID']).toBe(member);

    const listed = (await admin.groups.list({ states: ['Stable'], types: ['classic'] })).items;
    expect(listed).toContainEqual({
      groupId: group,
      protocolType: 'consumer',
      state: 'Stable',
      type: 'classic',
    });
    expect(await admin.groups.alterOffsets(group, [{ topic, partition: 0, offset: 0 }])).toMatchObject([
      {
        result: {
          errorName: 'UNKNOWN_MEMBER_ID',
          message: expect.stringContaining('stop them first') as string,
        },
      },
    ]);
    expect((await admin.groups.delete([group])).get(group)).toMatchObject({ errorName: 'NON_EMPTY_GROUP' });
    expect(await admin.groups.deleteOffsets(group, [{ topic, partition: 0 }])).toMatchObject([
      { result: { errorName: 'GROUP_SUBSCRIBED_TO_TOPIC' } },
    ]);
  });

  it('lose members that are removed, have their offsets changed and deleted, and are deleted', async () => {
    const admin = clients.admin();
    const topic = await clients.topic(2);
    const group = uniqueName('g');
    const consumer = clients.consumer({ 'group.id': group, 'group.instance.id': 'i' });
    consumer.subscribe([topic]);
    await clients.fill(topic, 2, 2);
    await readRecords(consumer, 2);
    await consumer.close();
    const removed = await admin.groups.removeMembers(
      group,
      [{ groupInstanceId: 'i' }, { memberId: 'nobody' }],
      'test',
    );
    expect(removed.map(({ result }) => result)).toEqual([
      null,
      expect.objectContaining({ errorName: 'UNKNOWN_MEMBER_ID' }),
    ]);
    const altered = await admin.groups.alterOffsets(group, [
      { topic, partition: 0, offset: 1, metadata: 'mé' },
      { topic, partition: 1, offset: 0 },
      { topic: uniqueName('gone'), partition: 0, offset: 0 },
    ]);
    expect(altered.map(({ result }) => result)).toEqual([
      null,
      null,
      expect.objectContaining({ errorName: 'UNKNOWN_TOPIC_OR_PARTITION' }),
    ]);
    const fetched = await admin.groups.offsets([{ groupId: group, partitions: [...partitionsOf(topic, 2)] }]);
    expect(fetched.get(group)).toEqual([
      { topic, partition: 0, result: { offset: 1, metadata: 'mé', leaderEpoch: null } },
      { topic, partition: 1, result: { offset: 0, metadata: '', leaderEpoch: null } },
    ]);
    expect(await admin.groups.deleteOffsets(group, [{ topic, partition: 1 }])).toMatchObject([
      { result: null },
    ]);
    const left = (await admin.groups.offsets([{ groupId: group }])).get(group);
    expect(left).toMatchObject([{ partition: 0 }]);
    const missing = uniqueName('missing');
    const deleted = await admin.groups.delete([group, missing]);
    expect(deleted.get(group)).toBeNull();
    expect(deleted.get(missing)).toMatchObject({ errorName: 'GROUP_ID_NOT_FOUND' });
    expect((await admin.groups.describe([group])).get(group)).toMatchObject({
      errorName: 'GROUP_ID_NOT_FOUND',
    });
  });

  it.skipIf(kind === 'dev')('of the new protocol are told from classic ones', async () => {
    const admin = clients.admin();
    const topic = await clients.topic(2);
    const group = uniqueName('g');
    const reading = java(`${tools}.consumer.ConsoleConsumer`, [
      '--topic',
      topic,
      '--group',
      group,
      '--from-beginning',
      '--max-messages',
      '1',
      '--command-property',
      'group.protocol=consumer',
    ]);
    const described = async () => (await admin.groups.describe([group])).get(group);
    await expect.poll(described, { timeout: 60_000 }).toMatchObject({
      type: 'consumer',
      state: 'Stable',
      members: [{ assignment: partitionsOf(topic, 2), targetAssignment: partitionsOf(topic, 2) }],
    });
    const { items } = await admin.groups.list({ types: ['consumer'] });
    expect(items).toContainEqual(expect.objectContaining({ groupId: group, type: 'consumer' }));
    await clients.fill(topic, 2, 2);
    await reading;
  });
});

describe('SCRAM users', () => {
  it('are what ConfigCommand describes', async () => {
    const admin = clients.admin();
    const user = uniqueName('u');
    const outcomes = await admin.scramUsers.alter([
      { user, mechanism: 'SCRAM-SHA-256', password: 'secret' },
      { user, mechanism: 'SCRAM-SHA-512', password: 'secret', iterations: 5000 },
      { user: `${user}-none`, mechanism: 'SCRAM-SHA-256', isDeletion: true },
    ]);
    expect(outcomes.map(({ result }) => result)).toEqual([
      null,
      null,
      expect.objectContaining({ errorName: 'RESOURCE_NOT_FOUND' }),
    ]);
    await expect
      .poll(async () => {
        const credentials = (await admin.scramUsers.describe([user])).get(user) as ScramCredential[];
        return credentials.map(({ mechanism, iterations }) => `${mechanism} ${iterations}`).sort();
      })
      .toEqual(['SCRAM-SHA-256 4096', 'SCRAM-SHA-512 5000']);
    const lines = await java('kafka.admin.ConfigCommand', [
      '--describe',
      '--entity-type',
      'users',
      '--entity-name',
      user,
    ]);
    expect(lines.join()).toContain('SCRAM-SHA-256=iterations=4096');
    expect(lines.join()).toContain('SCRAM-SHA-512=iterations=5000');
  });
});

describe('transactions', () => {
  it('are what TransactionsCommand says they are, until their producer is fenced', async () => {
    const admin = clients.admin();
    const topic = await clients.topic(1);
    const transactionalId = uniqueName('x');
    const producer = clients.producer({ 'transactional.id': transactionalId });
    await producer.initTransactions();
    producer.beginTransaction();
    await producer.prepare(topic);
    producer.append({ topic, partition: 0, timestampMs: 1, key: null, value: 'x' }, undefined);
    await producer.flush();

    const described = (await admin.transactions.describe([transactionalId])).get(transactionalId);
    expect(described).toMatchObject({
      state: 'Ongoing',
      timeoutMs: 60_000,
      partitions: [{ topic, partition: 0 }],
    });
    const { producerId, producerEpoch } = described as { producerId: bigint; producerEpoch: number };
    const [row] = tableIn(
      await java(`${tools}.TransactionsCommand`, ['describe', '--transactional-id', transactionalId]),
    );
    expect(row).toMatchObject({
      ProducerId: String(producerId),
      ProducerEpoch: String(producerEpoch),
      TransactionState: 'Ongoing',
      TopicPartitions: `${topic}-0`,
    });
    expect((await admin.transactions.list({ states: ['Ongoing'], producerIds: [producerId] })).items).toEqual(
      [{ transactionalId, producerId, state: 'Ongoing' }],
    );
    const [producers] = await admin.partitions.describeProducers([{ topic, partition: 0 }]);
    expect(producers?.result).toMatchObject([
      { producerId, producerEpoch, lastSequence: 0, transactionStartOffset: 0 },
    ]);
    const [theirs] = tableIn(
      await java(`${tools}.TransactionsCommand`, [
        'describe-producers',
        '--topic',
        topic,
        '--partition',
        '0',
      ]),
    );
    expect(theirs).toMatchObject({ ProducerId: String(producerId), CurrentTransactionStartOffset: '0' });

    const fenced = (await admin.transactions.fenceProducers([transactionalId])).get(transactionalId);
    expect(fenced).toMatchObject({ producerId });
    expect((fenced as { producerEpoch: number }).producerEpoch).toBeGreaterThan(producerEpoch);
    const state = async () => (await admin.transactions.describe([transactionalId])).get(transactionalId);
    await expect.poll(state).toMatchObject({ state: expect.stringMatching(/CompleteAbort|Empty/) as string });
    await expect(producer.commitTransaction()).rejects.toMatchObject({
      errorName: expect.stringMatching(/FENCED|EPOCH/) as string,
    });
    const missing = uniqueName('missing');
    expect((await admin.transactions.describe([missing])).get(missing)).toMatchObject({
      errorName: 'TRANSACTIONAL_ID_NOT_FOUND',
    });
  });
});
